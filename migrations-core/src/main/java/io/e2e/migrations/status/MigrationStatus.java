package io.e2e.migrations.status;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.TextTable;
import io.e2e.migrations.plan.AppliedMigration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of a database: those of the plan, and those that are applied besides. {@code toString} is a table with
 * the numbers in its first line.
 *
 * @param target the database, in a line
 * @param rows the migrations, in the order in which they run; at the end those without a file
 */
public record MigrationStatus(String target, List<Row> rows) {

    public MigrationStatus {
        rows = List.copyOf(rows);
    }

    /** The migrations in this state, in order. */
    public List<Row> in(State state) {
        return this.rows.stream().filter(row -> row.state() == state).toList();
    }

    @Override
    public String toString() {
        String counts = Arrays.stream(State.values())
                .filter(state -> !in(state).isEmpty())
                .map(state -> in(state).size() + " " + state.text())
                .collect(Collectors.joining(", "));
        TextTable table = new TextTable();
        this.rows.forEach(row -> row.addTo(table));
        return "Migrations in " + this.target + ": " + (counts.isEmpty() ? "none" : counts)
                + table.lines().map(line -> "\n  " + line).collect(Collectors.joining());
    }

    /** The state of a migration. */
    public enum State {
        /** It is applied, and its file is unchanged. */
        APPLIED,
        /** The next run applies it, or applies it again if it is repeatable. */
        PENDING,
        /** It began outside of a transaction and has not ended; the next run continues it. */
        INTERRUPTED,
        /** Its file was edited after it was applied. */
        CHANGED,
        /** It is applied, but its file is gone from the location that contained it. */
        MISSING;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A migration and its state.
     *
     * @param file the name of its file
     * @param migration the migration; {@code null} if its file is gone
     * @param state its state
     * @param applied its row in the history; {@code null} if it is not applied
     * @param note what else there is to say; empty if there is nothing
     */
    public record Row(
            String file,
            @Nullable Migration migration,
            State state,
            @Nullable AppliedMigration applied,
            String note) {

        private void addTo(TextTable table) {
            AppliedMigration row = this.applied;
            table.add(
                    this.migration == null ? this.file : this.migration.label(),
                    this.state.text(),
                    row == null
                            ? ""
                            : row.appliedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    row == null ? "" : "by " + row.appliedBy(),
                    row == null ? "" : row.duration().toMillis() + " ms",
                    this.note);
        }
    }
}
