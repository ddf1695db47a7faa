package io.e2e.migrations.proof.scenario;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.session.DatabaseSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replays the whole catalog, one migration at a time in its order, in a database of its own, and describes the schema
 * around every step. Headers are checked against these descriptions; afterwards the Down sections revert the migrations,
 * newest first. Not thread-safe.
 */
public final class CatalogReplay implements AutoCloseable {

    private final ProofServer server;
    private final Set<Migration> proven;
    private final Map<MigrationVersion, List<String>> rows;
    private final List<Migration> migrations;
    private final List<MigrationStep> steps = new ArrayList<>();
    private TargetDatabase database;
    private DatabaseSession session;

    /**
     * Creates the database.
     *
     * @param server the server of the proof
     * @param proven the migrations around which the schema is described
     * @param rows statements that insert rows after the migration of that version
     */
    public CatalogReplay(ProofServer server, Set<Migration> proven, Map<MigrationVersion, List<String>> rows) {
        this.server = server;
        this.proven = proven;
        this.rows = rows;
        this.migrations = server.catalog().migrations();
        this.database = server.create();
        this.session = server.open(this.database);
    }

    /** Applies every migration; if one fails, the result is its error, and the migrations after it are not tried. */
    public Optional<MigrationException> applyAll() {
        SchemaDescription before = describeWithUses();
        for (int number = 0; number < this.migrations.size(); number++) {
            Migration migration = this.migrations.get(number);
            try {
                apply(number + 1);
            } catch (MigrationException ex) {
                return Optional.of(ex);
            }
            SchemaDescription after = describes(number) ? describeWithUses() : before;
            this.steps.add(new MigrationStep(migration, before, after));
            before = insertRows(migration) && describes(number) ? describeWithUses() : after;
        }
        return Optional.empty();
    }

    /** Whether a migration or the one after it is to be proven. */
    private boolean describes(int number) {
        return this.migrations.subList(number, Math.min(number + 2, this.migrations.size())).stream()
                .anyMatch(this.proven::contains);
    }

    /** The migrations that were applied, in the order of the catalog. */
    public List<MigrationStep> steps() {
        return this.steps;
    }

    /** Applies what is pending of the first {@code count} migrations. */
    public void apply(int count) {
        this.server.apply(this.session, this.migrations.subList(0, count));
    }

    /** Reverts a migration by its Down section; if the server refuses a statement, the result says which one and why. */
    public Optional<String> revert(Migration migration) {
        return this.server.revert(this.session, migration);
    }

    /** Applies the last of the first {@code count} migrations once more, without having reverted it. */
    public void repeat(int count) {
        this.server.forget(this.session, this.migrations.get(count - 1));
        apply(count);
    }

    /** Describes what the schema holds now, rows as they are. */
    public SchemaDescription describe() {
        return ProofServer.describe(this.session, this.server.reader(), RowDetail.EXACT);
    }

    private SchemaDescription describeWithUses() {
        return ProofServer.describe(this.session, this.server.reader().withUses(), RowDetail.EXACT);
    }

    /** Replays the first {@code count} migrations in a new database. */
    public void restart(int count) {
        close();
        this.database = this.server.create();
        this.session = this.server.open(this.database);
        for (int next = 0; next < count; next++) {
            apply(next + 1);
            insertRows(this.migrations.get(next));
        }
    }

    private boolean insertRows(Migration migration) {
        List<String> statements = this.rows.getOrDefault(migration.version(), List.of());
        this.server.run(this.session, "insert the rows given for after " + migration.file(), statements);
        return !statements.isEmpty();
    }

    @Override
    public void close() {
        this.session.close();
        this.database.close();
    }
}
