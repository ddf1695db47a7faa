package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.session.DatabaseSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The way through the whole catalog, one migration at a time in its order, on a database of its own, with a look around
 * at every station. Headers are checked by what was seen; afterwards the way is gone back by the Down sections. Not
 * thread-safe.
 */
final class Walk implements AutoCloseable {

    private final Workbench bench;
    private final Map<Integer, List<String>> rows;
    private final List<Migration> migrations;
    private final List<Station> stations = new ArrayList<>();
    private TargetDatabase database;
    private DatabaseSession session;

    Walk(Workbench bench, Map<Integer, List<String>> rows) {
        this.bench = bench;
        this.rows = rows;
        this.migrations = bench.catalog().migrations();
        this.database = bench.server().create();
        this.session = bench.open(this.database);
    }

    /** Goes all the way; where it ends early, that is a violation. */
    List<ProofViolation> up() {
        SchemaDescription before = lookClosely();
        for (int number = 0; number < this.migrations.size(); number++) {
            Migration migration = this.migrations.get(number);
            try {
                apply(number + 1);
            } catch (MigrationException ex) {
                return List.of(new ProofViolation(
                        migration.file(),
                        "it does not apply after all that come before it: " + Outcome.reason(ex),
                        "Mend its SQL; what comes after it was not tried."));
            }
            SchemaDescription after = lookClosely();
            SchemaDescription left = insertRows(migration) ? lookClosely() : after;
            this.stations.add(new Station(migration, before, after, left));
            before = left;
        }
        return List.of();
    }

    /** What was seen, in the order of the catalog. */
    List<Station> stations() {
        return this.stations;
    }

    /** Applies what is pending of the first migrations. */
    void apply(int count) {
        this.bench.apply(this.session, this.migrations.subList(0, count));
    }

    /** Takes back a migration. */
    void takeBack(Migration migration) throws FailedDownException {
        this.bench.takeBack(this.session, migration);
    }

    /** Applies the last of the first migrations once more, without having taken it back. */
    void repeat(int count) {
        this.bench.forget(this.session, this.migrations.get(count - 1));
        apply(count);
    }

    /** What the schema holds now, rows as they are. */
    SchemaDescription look() {
        return Workbench.describe(this.session, this.bench.reader(), RowDetail.EXACT);
    }

    private SchemaDescription lookClosely() {
        return Workbench.describe(this.session, this.bench.reader().withUses(), RowDetail.EXACT);
    }

    /** Begins anew and stops before the migration of this number. */
    void restart(int number) {
        close();
        this.database = this.bench.server().create();
        this.session = this.bench.open(this.database);
        for (int next = 0; next < number; next++) {
            apply(next + 1);
            insertRows(this.migrations.get(next));
        }
    }

    private boolean insertRows(Migration migration) {
        List<String> statements = this.rows.getOrDefault(migration.number(), List.of());
        this.bench.run(this.session, "insert the rows given for after " + migration.file(), statements);
        return !statements.isEmpty();
    }

    @Override
    public void close() {
        this.session.close();
        this.database.close();
    }
}
