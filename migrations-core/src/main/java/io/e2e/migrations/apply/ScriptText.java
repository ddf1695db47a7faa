package io.e2e.migrations.apply;

import io.e2e.migrations.session.DatabaseSession;
import java.util.List;

/** Writes the statements of a run as a script for psql. Not thread-safe. */
final class ScriptText {

    private final String target;
    private final String head;
    private final StringBuilder text = new StringBuilder();

    ScriptText(DatabaseSession session, String history) {
        this.target = session.description();
        this.head = """
                -- What e2e-migrations would run on %s.
                -- Run it with psql, as the role that the library connects as. Each migration is a transaction; the script ends
                -- at the first error. It also writes the history, %s, with the seed data, so that the
                -- library takes the migrations for applied: leave none of its statements out.
                \\set ON_ERROR_STOP on
                %s;
                """.formatted(this.target, history, String.join(";\n", session.scriptSql()));
    }

    /** Adds the transaction of a migration, or the statements of one that runs outside of a transaction. */
    void add(MigrationBatch batch) {
        String comment =
                batch.migration().label() + ", from " + batch.migration().file();
        if (batch.isTransaction()) {
            add(comment, texts(batch.statements()));
            return;
        }
        add(comment, texts(batch.before()));
        batch.units().forEach(this::add);
        add("End of " + comment, texts(batch.after()));
    }

    private void add(MigrationBatch.Unit unit) {
        boolean single = unit.isSingle() && unit.committed();
        this.text.append(single ? "" : "BEGIN;\n");
        texts(unit.parts()).forEach(statement -> this.text.append(statement).append(";\n"));
        this.text.append(single ? "" : unit.committed() ? "COMMIT;\n" : "ROLLBACK;\n");
    }

    private static List<String> texts(List<MigrationBatch.Part> parts) {
        return parts.stream().map(MigrationBatch.Part::text).toList();
    }

    /** Adds a transaction. */
    void add(String comment, List<String> statements) {
        this.text.append("\n-- ").append(comment).append("\nBEGIN;\n");
        statements.forEach(statement -> this.text.append(statement).append(";\n"));
        this.text.append("COMMIT;\n");
    }

    @Override
    public String toString() {
        return this.text.isEmpty() ? "-- Nothing is pending in " + this.target + ".\n" : this.head + this.text;
    }
}
