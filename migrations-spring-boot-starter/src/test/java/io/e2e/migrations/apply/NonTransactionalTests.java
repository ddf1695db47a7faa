package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.ForwardingDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.InterruptedMigrationException;
import io.e2e.migrations.repair.RepairRefusedException;
import io.e2e.migrations.revert.RevertFailedException;
import io.e2e.migrations.session.DatabaseUnreachableException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.VerificationFailedException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations with statements that PostgreSQL refuses in a transaction. */
class NonTransactionalTests {

    private static final String INDEXES = "SELECT c.relname || ' ' || i.indisvalid FROM pg_index i JOIN pg_class c"
            + " ON c.oid = i.indexrelid WHERE i.indrelid = 'a'::regclass ORDER BY 1";

    private final SharedDatabase database = SharedDatabase.create();
    private CatalogDirectory catalog;

    @BeforeEach
    void writeTable(@TempDir Path directory) {
        this.catalog = new CatalogDirectory(directory)
                .write(
                        "001_a.sql",
                        "-- creates: table a",
                        "CREATE TABLE a (id int);\nINSERT INTO a SELECT generate_series(1, 5);");
    }

    private MigrationService service() {
        return service(this.database);
    }

    private MigrationService service(TargetDatabase target) {
        return MigrationService.open(this.catalog.config(), config -> target);
    }

    private List<String> applied() {
        return this.database.query("SELECT file || ' ' || format FROM e2e_migrations.public ORDER BY rank");
    }

    private void writeIndex() {
        this.catalog.write(
                "002_i.sql",
                "-- creates: index i on a, index j on a",
                "CREATE INDEX j ON a (id);\nCREATE INDEX CONCURRENTLY i ON a (id);\nVACUUM a;");
        this.catalog.write("003_b.sql", "-- creates: table b", "CREATE TABLE b (id int);\nINSERT INTO b VALUES (1);");
    }

    @Test
    void applyWhenAStatementRefusesATransactionRunsItAlone() {
        writeIndex();

        MigrationReport report = service().applyMigrations();

        assertThat(report.applied()).hasSize(3);
        assertThat(report.verification()).isNotNull();
        assertThat(this.database.query(INDEXES)).containsExactly("i true", "j true");
        assertThat(applied()).containsExactly("001_a.sql 2", "002_i.sql 2", "003_b.sql 2");
        assertThat(service().applyMigrations().alreadyApplied()).hasSize(3);
        this.database.execute("DELETE FROM a", "DELETE FROM b");
        assertThat(service().reset().tables()).containsExactly("a", "b");
    }

    @Test
    void applyOnAUsedDatabaseRecordsItsSeedDataAlone() {
        service().applyMigrations();
        this.database.execute("INSERT INTO a VALUES (99)");
        this.catalog.write(
                "002_c.sql",
                "-- creates: table c",
                "-- +goose NO TRANSACTION\nCREATE TABLE c (id int);\nVACUUM a;\nINSERT INTO c VALUES (1);");

        service().applyMigrations();
        this.database.execute("INSERT INTO c VALUES (2)");

        assertThat(service().reset().tables()).containsExactly("a", "c");
        assertThat(this.database.query("SELECT id FROM c")).containsExactly("1");
        assertThat(this.database.query("SELECT count(*) FROM a")).containsExactly("5");
    }

    /** A client that is gone at its n-th statement: before it is sent, or before its answer is read. */
    private record GoneClient(SharedDatabase database, AtomicInteger left, boolean answered)
            implements ForwardingDatabase {

        @Override
        public Connection connect() throws SQLException {
            if (this.left.get() < 0) {
                throw new SQLException("gone", "08001");
            }
            return proxy(Connection.class, this.database.connect(), null);
        }

        private <T> T proxy(Class<T> type, T target, @Nullable Connection connection) {
            Connection own = connection == null ? (Connection) target : connection;
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        boolean last = method.getName().startsWith("execute") && this.left.decrementAndGet() < 0;
                        if (last && !this.answered) {
                            own.abort(Runnable::run);
                            throw new SQLException("gone", "08006");
                        }
                        Object result;
                        try {
                            result = method.invoke(target, arguments);
                        } catch (InvocationTargetException ex) {
                            throw ex.getTargetException();
                        }
                        if (last) {
                            own.abort(Runnable::run);
                            throw new SQLException("gone", "08006");
                        }
                        return result instanceof Statement statement ? proxy(Statement.class, statement, own) : result;
                    }));
        }

        @Override
        public void close() {}
    }

    /** Runs until the client is gone at its n-th statement; returns whether it came so far. */
    private boolean runUntil(int statement, boolean answered) {
        GoneClient client = new GoneClient(this.database, new AtomicInteger(statement), answered);
        try {
            service(client).applyMigrations();
            return false;
        } catch (DatabaseUnreachableException ex) {
            return true;
        }
    }

    @Test
    void applyWhenTheClientWasGoneAfterAnyStatementCompletesIt() {
        completeAfterAnyStatement(true);
    }

    /** The server is left as it is after the statement before. */
    @Tag("night")
    @Test
    void applyWhenTheClientWasGoneBeforeAnyStatementCompletesIt() {
        completeAfterAnyStatement(false);
    }

    private void completeAfterAnyStatement(boolean answered) {
        writeIndex();
        this.catalog.write(
                "004_c.sql",
                "-- alters: table b (rows)",
                "-- +goose NO TRANSACTION\nDELETE FROM b;\n"
                        + "INSERT INTO b VALUES (2);\nREINDEX TABLE CONCURRENTLY a;\nINSERT INTO b VALUES (3);");
        int statement = 0;
        while (runUntil(statement++, answered)) {
            service().applyMigrations();
            assertThat(this.database.query(INDEXES)).as("after %d", statement).containsExactly("i true", "j true");
            assertThat(this.database.query("SELECT id FROM b ORDER BY id"))
                    .as("after %d", statement)
                    .containsExactly("2", "3");
            assertThat(applied()).containsExactly("001_a.sql 2", "002_i.sql 2", "003_b.sql 2", "004_c.sql 2");
            // A service keeps the session of its resets until it is closed.
            try (MigrationService service = service()) {
                assertThat(service.reset().isEmpty()).isTrue();
            }
            this.database.execute("DROP SCHEMA e2e_migrations CASCADE", "DROP TABLE a, b");
        }
        assertThat(statement).isGreaterThan(15);
    }

    @Test
    void applyWhenTheBackendEndsWhileItWaitsDropsTheInvalidIndexAndContinues() throws SQLException {
        service().applyMigrations();
        writeIndex();
        try (Connection other = openTransaction()) {
            CompletableFuture<MigrationReport> run =
                    CompletableFuture.supplyAsync(() -> service().applyMigrations());
            this.database.awaitBackendWaitingForLock();
            assertThat(this.database.query(INDEXES)).containsExactly("i false", "j true");
            assertThat(applied()).containsExactly("001_a.sql 2", "002_i.sql 3");
            String waiting = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
            String backend = this.database.query("SELECT pid " + waiting).get(0);
            this.database.execute("SELECT pg_terminate_backend(" + backend + ")");
            other.rollback();

            assertThat(run.join().applied()).hasSize(2);
        }
        assertThat(this.database.query(INDEXES)).containsExactly("i true", "j true");
    }

    @Test
    void applyWhenAnotherTransactionStaysOpenNamesItsBackend() throws SQLException {
        service().applyMigrations();
        writeIndex();
        MigrationConfig impatient = this.catalog
                .config()
                .withOptions(this.catalog
                        .options()
                        .withTimeouts(this.catalog.options().timeouts().withLock(Duration.ofMillis(200))));
        try (Connection other = openTransaction()) {
            MigrationFailedException error = catchThrowableOfType(
                    MigrationFailedException.class,
                    () -> MigrationService.open(impatient, this.database.access())
                            .applyMigrations());

            assertThat(error.statement().position()).isEqualTo("002_i.sql:7");
            assertThat(error)
                    .hasMessageStartingWith("Migration 'i' failed: 002_i.sql:7, SQLSTATE 55P03: ERROR: canceling"
                            + " statement due to lock timeout")
                    .hasMessageContaining("\n  Other transactions are open, which it may wait for: backend "
                            + Sql.value(other, "SELECT pg_backend_pid()")
                            + ", role slm_user, e2e-migrations, idle in transaction since ");
            assertThat(error.remedy())
                    .isEqualTo("Another session holds a lock on the table: end its transaction and run"
                            + " again, or raise e2e.migrations.lock-timeout: this migration runs outside of a transaction, and"
                            + " continues at this statement.");
        }

        assertThat(service().applyMigrations().applied()).hasSize(2);
        assertThat(this.database.query(INDEXES)).containsExactly("i true", "j true");
    }

    @Test
    void applyWhenAnotherApplierWaitsForTheLockIsNotBlockedByIt() throws SQLException {
        service().applyMigrations();
        writeIndex();
        CompletableFuture<MigrationReport> one;
        CompletableFuture<MigrationReport> two;
        try (Connection other = openTransaction()) {
            one = CompletableFuture.supplyAsync(() -> service().applyMigrations());
            this.database.awaitBackendWaitingForLock();
            this.database.forget();
            two = CompletableFuture.supplyAsync(() -> service().applyMigrations());
            Deadline deadline = Deadline.in(Duration.ofSeconds(30), TimeSource.system());
            while (this.database.messages().size() < 6 && !deadline.isOver()) {
                deadline.pause(Duration.ofMillis(10));
            }
            other.rollback();
        }

        assertThat(one.join().applied()).hasSize(2);
        assertThat(two.join().alreadyApplied()).hasSize(3);
    }

    /** A client that has read a row and does nothing more, in a transaction that keeps its snapshot. */
    private Connection openTransaction() throws SQLException {
        Connection other = this.database.connect();
        other.setAutoCommit(false);
        other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        other.createStatement().execute("SELECT * FROM a");
        return other;
    }

    @Test
    void applyWhenTheServerRefusesATransactionSaysWhatToWrite() {
        this.catalog.write("002_p.sql", "-- alters: table a (rows)", "DO $$ BEGIN DELETE FROM a; COMMIT; END $$;");

        assertThatThrownBy(() -> service().applyMigrations())
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageStartingWith(
                        "Migration 'p' failed: 002_p.sql:6, SQLSTATE 2D000: ERROR: invalid transaction termination")
                .hasMessageEndingWith("Action: Write -- +goose NO TRANSACTION before the first statement of 002_p.sql"
                        + " and run again: this migration was rolled back, because PostgreSQL refuses the statement in a"
                        + " transaction.");

        assertThat(this.database.query("SELECT count(*) FROM a")).containsExactly("5");
    }

    @Test
    void applyWhenAnAddedValueIsUsedNeedsTheAnnotation() {
        this.catalog.write("002_m.sql", "-- creates: type mood", "CREATE TYPE mood AS ENUM ('sad');");
        String up = "ALTER TYPE mood ADD VALUE 'glad';\nINSERT INTO a SELECT 6 WHERE 'glad'::mood IS NOT NULL;";
        String header = "-- alters: type mood, table a (rows)";
        this.catalog.write("003_g.sql", header, up);
        assertThatThrownBy(() -> service().applyMigrations())
                .hasMessageContaining("SQLSTATE 55P04")
                .hasMessageContaining("Write -- +goose NO TRANSACTION before the first statement of 003_g.sql");

        this.catalog.write("003_g.sql", header, "-- +goose NO TRANSACTION\n" + up);
        assertThat(service().applyMigrations().applied()).hasSize(1);
    }

    private void interruptBlock() {
        this.catalog.write("002_p.sql", "-- alters: table a (rows)", """
                -- +goose NO TRANSACTION
                INSERT INTO a VALUES (6);
                DO $$ BEGIN INSERT INTO a VALUES (7); COMMIT; PERFORM 1 / (count(*) - 7) FROM a; END $$;
                INSERT INTO a VALUES (8);""");
        assertThatThrownBy(() -> service().applyMigrations()).hasMessageEndingWith("""
                Action: Fix 002_p.sql:8 and run again: this statement may have been done in part, so replace it by what \
                remains to be done, and call migrations.repair("002_p.sql") to continue there.""");
    }

    @Test
    void applyWhenNobodyKnowsWhatAStatementDidIsRefusedUntilARepair() {
        interruptBlock();

        assertThatThrownBy(() -> service().applyMigrations())
                .isInstanceOf(InterruptedMigrationException.class)
                .hasMessage("""
                        Migration file 002_p.sql, which runs outside of a transaction, was interrupted at line 8 in the \
                        shared database. The statements before it are done; this one may have been done, in part or as a whole.
                          statement:
                            DO $$ BEGIN INSERT INTO a VALUES (7); COMMIT; PERFORM 1 / (count(*) - 7) FROM a; END $$
                        Action: Look at what it did. If it can be run again, call migrations.repair("002_p.sql"), which runs it \
                        and the statements after it. Otherwise, first replace it in the file by what remains to be done.""");
        assertThat(this.database.query("SELECT id FROM a WHERE id > 5")).containsExactly("6", "7");

        assertThat(service().repair("002_p.sql")).hasToString("""
                History repaired of the shared database
                  002_p.sql  continued  from line 8 on""");

        assertThat(this.database.query("SELECT id FROM a WHERE id > 5")).containsExactly("6", "7", "7", "8");
        assertThat(service().applyMigrations().alreadyApplied()).hasSize(2);
        this.database.execute("DELETE FROM a WHERE id > 6");
        assertThat(service().reset().tables()).containsExactly("a");
        assertThat(this.database.query("SELECT id FROM a WHERE id > 5")).containsExactly("6", "7", "7", "8");
    }

    @Test
    void operationsWhenAMigrationWasInterruptedSayWhereAndChangeNothing() {
        interruptBlock();

        assertThat(service().status().toString())
                .startsWith("Migrations in the shared database: 1 applied, 1 interrupted\n")
                .containsPattern("\n  002 p  interrupted +at line 8, since 20[-0-9]+T[:0-9]+Z$");
        assertThatThrownBy(() -> service().verifyMigrations())
                .isInstanceOf(VerificationFailedException.class)
                .hasMessageContaining("\n  002_p.sql was interrupted at line 8, since 20");
        for (ThrowingCallable operation : List.<ThrowingCallable>of(
                () -> service().dryRun(),
                () -> service().revert(),
                () -> service().adopt())) {
            assertThatThrownBy(operation)
                    .isInstanceOf(InterruptedMigrationException.class)
                    .hasMessageStartingWith(
                            "Migration file 002_p.sql, which runs outside of a transaction, was interrupted"
                                    + " at line 8 in the shared database. The statements before it are done. The migration must be"
                                    + " completed first. Nothing was changed.\n  statement:\n    DO $$")
                    .hasMessageEndingWith(
                            "Action: Apply the migrations (MigrationService.applyMigrations()): the migration"
                                    + " continues there, or the error says what to do.");
        }
        assertThatThrownBy(() -> service().reset()).hasMessage("""
                Cannot reset the shared database: 002_p.sql was interrupted, and the rows that it has inserted are not \
                recorded as seed data before it ends. Nothing was changed.
                Action: Apply the migrations (MigrationService.applyMigrations()): the migration continues, or the error says \
                what to do.""");
        assertThat(this.database.query("SELECT id FROM a WHERE id > 5")).containsExactly("6", "7");
    }

    @Test
    void repairWhenTheFileOfAnInterruptedMigrationIsGoneIsRefused() throws IOException {
        interruptBlock();
        Files.delete(this.catalog.directory().resolve("002_p.sql"));

        assertThatThrownBy(() -> service().repair("002_p.sql"))
                .isInstanceOf(RepairRefusedException.class)
                .hasMessageContaining("\n  002_p.sql was interrupted at line 8, since 20")
                .hasMessageContaining(", but its file is gone: restore it to continue\n");
    }

    @Test
    void revertRunsADownThatDropsIndexesConcurrentlyAgainAfterAnInterruption() {
        this.catalog.write(
                "002_i.sql",
                "-- creates: index i on a, table b",
                "CREATE TABLE b (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);",
                "DROP INDEX CONCURRENTLY i;\nDROP TABLE b;");
        service().applyMigrations();
        this.database.execute("CREATE VIEW v AS SELECT * FROM b");

        assertThatThrownBy(() -> service().revert())
                .isInstanceOf(RevertFailedException.class)
                .hasMessageContaining("cannot drop table b because other objects depend on it");
        assertThat(applied()).containsExactly("001_a.sql 2", "002_i.sql 2");
        this.database.execute("DROP VIEW v");
        assertThat(service().revert().reverted()).hasSize(1);

        assertThat(this.database.query(INDEXES)).isEmpty();
        assertThat(applied()).containsExactly("001_a.sql 2");
        assertThat(service().reset().isEmpty()).isTrue();
        assertThat(service().applyMigrations().applied()).hasSize(1);
    }

    @Test
    void revertWhenOnlyTheUpRunsOutsideOfATransactionRevertsInOne() {
        this.catalog.write(
                "002_i.sql",
                "-- creates: index i on a",
                "-- +goose NO TRANSACTION\nCREATE INDEX CONCURRENTLY i ON a (id);",
                "DROP INDEX i;");
        service().applyMigrations();

        assertThat(service().revert().reverted()).hasSize(1);

        assertThat(this.database.query(INDEXES)).isEmpty();
    }

    @Test
    void applyWhenStatementsThatAreDoneHaveChangedIsRefused() {
        interruptBlock();
        this.catalog.write(
                "002_p.sql",
                "-- alters: table a (rows)",
                "-- +goose NO TRANSACTION\nINSERT INTO a VALUES (66);\nSELECT 1;");

        assertThatThrownBy(() -> service().repair("002_p.sql"))
                .isInstanceOf(InterruptedMigrationException.class)
                .hasMessageContaining("The statements before it are done, but have changed in the file since.")
                .hasMessageEndingWith("Action: Restore the statements before it as they were, and run again: the"
                        + " migration continues there.");
    }

    @Test
    void applyWhenAnInvalidIndexExistsAlreadyDoesNotTakeItForDone() {
        service().applyMigrations();
        assertThatThrownBy(() -> this.database.execute("CREATE UNIQUE INDEX CONCURRENTLY i ON a ((id / 10))"))
                .hasMessageContaining("duplicate");
        this.catalog.write(
                "002_r.sql", "-- alters: table a (rows)", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (id);");

        assertThatThrownBy(() -> service().applyMigrations())
                .hasMessageContaining("index i exists, but is invalid: drop it");
    }

    @Test
    void statementsOfAScriptKeepItsSettingsUntilItEnds() {
        this.catalog.write(
                "002_s.sql",
                "-- alters: table a (rows)",
                "SET work_mem = '7MB';\nVACUUM a;\n"
                        + "INSERT INTO a SELECT 6 WHERE current_setting('work_mem') = '7MB';");
        this.catalog.write(
                "003_t.sql",
                "-- alters: table a (rows)",
                "INSERT INTO a SELECT 7 WHERE current_setting('work_mem') = '7MB';");

        service().applyMigrations();

        assertThat(this.database.query("SELECT id FROM a WHERE id > 5")).containsExactly("6");
    }
}
