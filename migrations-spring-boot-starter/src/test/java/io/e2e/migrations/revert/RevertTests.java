package io.e2e.migrations.revert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryFormatException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.CutDatabase;
import io.e2e.migrations.testing.DatabaseContents;
import io.e2e.migrations.testing.FirstFormatHistory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reverts on real databases: what is lost, what is refused, and what an interruption leaves. */
class RevertTests {

    private static final String APPLIED = "SELECT file FROM e2e_migrations.public ORDER BY rank";

    private final SharedDatabase database = SharedDatabase.create();
    private CatalogDirectory catalog;

    @BeforeEach
    void applyCatalog(@TempDir Path directory) {
        this.catalog = new CatalogDirectory(directory)
                .write(
                        "001_a.sql",
                        "-- creates: table a",
                        "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);",
                        "DROP TABLE a;")
                .write(
                        "002_more.sql",
                        "-- alters: table a (note, size)",
                        "ALTER TABLE a ADD note text, ADD size int DEFAULT 7;",
                        "ALTER TABLE a DROP COLUMN note, DROP IF EXISTS size;")
                .write("003_b.sql", "-- creates: table b", "CREATE TABLE b (id serial, r text);", "DROP TABLE b;");
        migrations().applyMigrations();
    }

    private MigrationService migrations() {
        return migrations(this.database);
    }

    private MigrationService migrations(TargetDatabase on) {
        return MigrationService.open(this.catalog.config(), request -> on);
    }

    private static String text(RevertReport report) {
        return report.toString().replaceAll("\\d+ ms", "N ms");
    }

    @Test
    void revertRevertsTheLastOneAndTellsTheListeners() {
        List<Migration> told = new ArrayList<>();
        MigrationListener listener = new MigrationListener() {
            @Override
            public void onReverted(Migration migration) {
                told.add(migration);
            }
        };
        MigrationService migrations = MigrationService.open(
                this.catalog.config(), this.database.access(), List.of(listener), TimeSource.system());

        RevertReport report = migrations.revert();

        assertThat(text(report)).isEqualTo("""
                Migrations reverted on the shared database
                  003 b  requested  reverted in N ms""");
        assertThat(told).isEqualTo(report.reverted());
        assertThat(this.database.query(APPLIED)).containsExactly("001_a.sql", "002_more.sql");
        assertThat(migrations.reset().isEmpty()).isTrue();
        assertThat(migrations.applyMigrations().toString()).contains("003 b     applied in ");
    }

    @Test
    void revertWhenAnAppliedMigrationNeedsItNamesTheCallThatRevertsBoth() {
        RevertRefusedException refused = catchThrowableOfType(
                RevertRefusedException.class, () -> migrations().revert(RevertRequest.of("001")));

        assertThat(refused).hasMessage("""
                Cannot revert on the shared database:
                  001 a is needed by 002 more
                Nothing was changed.
                Action: Revert them too: migrations.revert(RevertRequest.of("001").withDependents()).""");
        assertThat(text(migrations().revert(RevertRequest.of("001").withDependents())))
                .isEqualTo("""
                Migrations reverted on the shared database
                  002 more  needs 001 a  reverted in N ms
                  001 a     requested    reverted in N ms""");
        assertThat(this.database.query(APPLIED)).containsExactly("003_b.sql");
    }

    @Test
    void revertWhenDataWouldBeLostNamesItUnlessItIsAllowed() {
        this.database.execute(
                "INSERT INTO a (id, note) VALUES (2, 'two'), (3, NULL)", "INSERT INTO b (r) VALUES ('x')");
        RevertRequest request = RevertRequest.allAfter("001");

        assertThatThrownBy(() -> migrations().revert(request))
                .isInstanceOf(LossyRevertException.class)
                .hasMessage("""
                Reverting would lose data of the shared database:
                  003 b: table b, with 1 row
                  002 more: column note of a, with 1 value
                Nothing was changed.
                Action: If the data may go, allow it: migrations.revert(RevertRequest.allAfter("001").allowLoss()).""");
        assertThat(this.database.query(APPLIED)).hasSize(3);
        assertThat(text(migrations().revert(request.allowLoss()))).isEqualTo("""
                Migrations reverted on the shared database
                  003 b     requested  reverted in N ms
                  002 more  requested  reverted in N ms
                  lost: 003 b: table b, with 1 row
                  lost: 002 more: column note of a, with 1 value""");
        assertThat(this.database.query("SELECT id FROM a ORDER BY 1")).containsExactly("1", "2", "3");
        assertThat(this.database.query(APPLIED)).containsExactly("001_a.sql");
    }

    @Test
    void revertWhenADownFailsKeepsThatMigrationAndSaysWhichWereReverted() {
        this.database.execute("CREATE VIEW mine AS SELECT note FROM a");
        String before = DatabaseContents.schema(this.database);

        RevertFailedException failed = catchThrowableOfType(
                RevertFailedException.class, () -> migrations().revert(RevertRequest.allFrom("002")));

        assertThat(failed.getMessage().replaceAll("\\d+ ms", "N ms")).isEqualTo("""
                The Down section failed: 002_more.sql:9, SQLSTATE 2BP01: ERROR: cannot drop column note of table a because other \
                objects depend on it
                  Detail: view mine depends on column note of table a
                  Hint: Use DROP ... CASCADE to drop the dependent objects too.
                  statement:
                    ALTER TABLE a DROP COLUMN note, DROP IF EXISTS size
                Migrations reverted on the shared database
                  003 b     requested  reverted in N ms
                  002 more  requested  FAILED
                Action: Remove the cause that the server names, and revert again: this migration is still applied, and those \
                reverted before it are not reverted again.""");
        migrations().applyMigrations();
        assertThat(DatabaseContents.schema(this.database)).isEqualTo(before);
    }

    @Test
    void revertWhenTheConnectionIsLostContinues() {
        // The lock and the state, the losses, and one message for each migration.
        for (int messages = 0; messages < 5; messages++) {
            CutDatabase cut = CutDatabase.afterMessages(this.database, messages);

            assertThat(migrations(cut).revert(RevertRequest.allFrom("001")).reverted())
                    .hasSize(3);

            assertThat(this.database.query("SELECT to_regclass('a')")).containsExactly((String) null);
            migrations().applyMigrations();
        }
    }

    @Test
    void revertAfterOneThatWasKilledRevertsTheRest() {
        assertThatThrownBy(() -> migrations(CutDatabase.forGoodAfterMessages(this.database, 3))
                        .revert(RevertRequest.allFrom("001")))
                .isInstanceOf(ConnectionLostException.class);
        assertThat(this.database.query(APPLIED)).containsExactly("001_a.sql", "002_more.sql");

        assertThat(migrations().revert(RevertRequest.allFrom("001")).reverted()).hasSize(2);

        assertThat(this.database.query(APPLIED)).isEmpty();
        assertThat(migrations().applyMigrations().applied()).hasSize(3);
    }

    @Test
    void revertWaitsForARunThatHoldsTheLock() {
        CompletableFuture<RevertReport> revert;
        try (DatabaseSession run = DatabaseSession.open(this.database, this.catalog.options(), TimeSource.system())) {
            run.lockAndRead(List.of(), List.of());
            revert = CompletableFuture.supplyAsync(() -> migrations().revert());
            assertThat(this.database.query(APPLIED)).hasSize(3);
        }

        assertThat(revert.join().reverted()).hasSize(1);
    }

    @Test
    void revertWhenAnotherSessionUsesTheTableWaitsForIt() throws SQLException {
        CompletableFuture<RevertReport> revert;
        try (Connection other = this.database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT * FROM b");
            revert = CompletableFuture.supplyAsync(() -> migrations().revert());
            this.database.awaitBackendWaitingForLock();
            other.rollback();
        }

        assertThat(revert.join().reverted()).hasSize(1);
    }

    @Test
    void revertMovesTheSeedDataAndForgetsThatOfDroppedTables() {
        this.database.execute("INSERT INTO a VALUES (2)");
        migrations().revert();
        this.database.execute("CREATE TABLE b (mine int)", "INSERT INTO b VALUES (1)");

        assertThat(migrations().reset().tables()).containsExactly("a");
        assertThat(this.database.query("SELECT mine FROM b")).containsExactly("1");
        assertThat(this.database.query("SELECT id FROM a")).containsExactly("1");
    }

    @Test
    void revertWhenRowsOfTestsAreInAnAlteredTableMakesAResetRefuse() {
        this.database.execute("INSERT INTO a VALUES (2)");
        migrations().revert(RevertRequest.of("002"));

        assertThatThrownBy(() -> migrations().reset()).hasMessageContaining("the seed data of a is unknown");
    }

    @Test
    void revertWhenTheHistoryHasTheFirstFormatIsRefused() {
        FirstFormatHistory.replace(this.database, this.catalog.config());

        assertThatThrownBy(() -> migrations().revert()).isInstanceOf(HistoryFormatException.class);
    }
}
