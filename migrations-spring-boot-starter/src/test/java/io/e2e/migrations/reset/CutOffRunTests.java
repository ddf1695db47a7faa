package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationFailedException;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.testing.CutDatabase;
import io.e2e.migrations.testing.MigratingProcess;
import io.e2e.migrations.testing.SchemaContents;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run on a fresh database records its seed data at its end, however it ends; a later run does it for one that was killed. */
class CutOffRunTests extends OwnCatalog {

    private static final String PENDING_SEED_DATA =
            "SELECT file FROM e2e_migrations.public h WHERE seed_data -> 'pending' IS NOT NULL ORDER BY rank";

    /** Who is told of each migration, has each sent by itself. */
    private static final MigrationListener ONE_BY_ONE = new MigrationListener() {};

    private static final String USER = "INSERT INTO b (word) VALUES ('y')";

    @BeforeEach
    void writeCatalog() {
        this.catalog
                .write(
                        "001_a.sql",
                        "-- creates: table a",
                        "CREATE TABLE a (id serial PRIMARY KEY, word text); INSERT INTO a (word) VALUES ('one');")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id serial PRIMARY KEY, word text);")
                .write("003_c.sql", "-- alters: table a (word)", "INSERT INTO a (word) VALUES ('two');");
    }

    private MigrationReport migrate(TargetDatabase target, MigrationListener... listeners) {
        try (MigrationService service = MigrationService.open(
                this.catalog.config(), config -> target, List.of(listeners), TimeSource.system())) {
            return service.applyMigrations();
        }
    }

    /** The first of three migrations is applied, and then it is over, as if the process had been killed. */
    private void cutOffAfterTheFirstMigration() {
        CutDatabase cut = CutDatabase.forGoodAfterMessages(this.database, 3);
        assertThatThrownBy(() -> migrate(cut, ONE_BY_ONE)).isInstanceOf(ConnectionLostException.class);
        assertThat(this.database.query(PENDING_SEED_DATA)).containsExactly("001_a.sql");
    }

    private static MigrationListener beforeTheThird(Runnable action) {
        return new MigrationListener() {
            @Override
            public void onStart(Migration migration) {
                if (migration.version().text().equals("3")) {
                    action.run();
                }
            }
        };
    }

    @Test
    void aFreshRunRemembersOnceInItsLastTransaction() {
        migrate(this.database);

        assertThat(this.database.messages()).hasSize(4);
        assertThat(this.database.batched())
                .filteredOn(sql -> sql.contains("pg_relation_size"))
                .hasSize(1);
        assertThat(this.database.query("SELECT seed_data ->> 'tables' FROM e2e_migrations.public ORDER BY rank"))
                .containsExactly(null, null, "{\"a\": [\"(1,one)\", \"(2,two)\"], \"b\": []}");
        assertThat(this.database.query(PENDING_SEED_DATA)).isEmpty();
    }

    @Test
    void aRunThatFailsRemembersWhatIsApplied() {
        this.catalog.write("003_c.sql", "-- alters: table a (word)", "UPDATE a SET word = 'x'; SELECT 1 / 0;");

        assertThatThrownBy(() -> migrate(this.database))
                .isInstanceOf(MigrationFailedException.class)
                .hasNoSuppressedExceptions();

        assertThat(this.database.query(PENDING_SEED_DATA)).isEmpty();
        this.database.execute("UPDATE a SET word = 'z'", USER);
        assertThat(reset().tables()).containsExactly("a", "b");
        assertThat(rows("a")).containsExactly("(1,one)");
    }

    @Test
    void aRunThatFailsAtItsFirstMigrationHasNothingToRemember() {
        this.catalog.write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id no_such_type);");

        assertThatThrownBy(() -> migrate(this.database))
                .isInstanceOf(MigrationFailedException.class)
                .hasNoSuppressedExceptions();

        assertThatThrownBy(this::reset).isInstanceOf(NothingMigratedException.class);
    }

    @Test
    void aRunThatAListenerEndsRemembersWhatIsApplied() {
        IllegalStateException failure = new IllegalStateException("enough");

        assertThatThrownBy(() -> migrate(this.database, beforeTheThird(() -> {
                    throw failure;
                })))
                .isSameAs(failure)
                .hasNoSuppressedExceptions();

        this.database.execute(USER);
        assertThat(reset().tables()).containsExactly("b");
    }

    @Test
    void whatEndedTheRunIsNotHiddenByWhatFailsAfterwards() {
        IllegalStateException failure = new IllegalStateException("enough");

        assertThatThrownBy(() -> migrate(this.database, beforeTheThird(() -> {
                    this.database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                            + " current_database() AND application_name LIKE 'e2e-migrations pid%'");
                    throw failure;
                })))
                .isSameAs(failure);

        assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(ConnectionLostException.class);
        assertThat(migrate(this.database).applied()).hasSize(1);
        assertThat(reset().isEmpty()).isTrue();
    }

    @Test
    void aResetRefusesUntilTheNextRunHasCompletedTheFirst() {
        cutOffAfterTheFirstMigration();

        assertThatThrownBy(this::reset)
                .isInstanceOf(UnfinishedRunException.class)
                .hasMessage("""
                        Cannot reset the shared database: the run that first applied migrations to it was interrupted\
                         before it recorded their seed data. Nothing was changed.
                        Action: Apply the migrations once more, before any test uses the database\
                         (e2e.migrations.apply=startup, or MigrationService.applyMigrations()): that completes the run.\
                         If tests have used it, start with an empty database.""");

        assertThat(migrate(this.database).applied()).hasSize(2);
        this.database.execute("DELETE FROM a", USER);
        assertThat(reset().tables()).containsExactly("a", "b");
        assertThat(rows("a")).containsExactly("(1,one)", "(2,two)");
    }

    @Test
    void aRunWithNothingPendingCompletesOneThatWasCutOff() {
        this.catalog.write("003_c.sql", "-- alters: table b (word)", "INSERT INTO b (word) VALUES ('seed');");
        cutOffAfterTheFirstMigration();
        this.database.forget();
        MigrationConfig narrow = this.catalog.config().withTables("a");
        try (MigrationService service = MigrationService.open(narrow, this.database.access())) {
            assertThat(service.applyMigrations().applied()).isEmpty();
            assertThat(this.database.messages())
                    .as("state, lock, seed data, verification")
                    .hasSize(4);

            this.database.execute("DELETE FROM a");
            assertThat(service.reset().tables()).containsExactly("a");
        }
        assertThat(rows("a")).containsExactly("(1,one)");
    }

    @Test
    void aKilledProcessLeavesToTheNextRunWhatItDidNotRemember() throws IOException, SQLException {
        try (MigratingProcess killed = MigratingProcess.startOneByOne();
                var blocker = this.database.connect();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("CREATE TABLE audit_retention_policies (id int)");
            killed.begin(this.database.address().orElseThrow());
            this.database.awaitBackendWaitingForLock();
            killed.kill();
            blocker.rollback();
        }
        MigrationConfig applied = MigrationConfig.defaults().withTables("migration:event_hashing");
        try (MigrationService service = MigrationService.open(applied, this.database.access())) {
            assertThatThrownBy(service::reset).isInstanceOf(UnfinishedRunException.class);

            assertThat(service.applyMigrations().applied()).isEmpty();

            SchemaContents migrated = SchemaContents.of(this.database);
            this.database.execute("INSERT INTO audit_events (event_date, event_timestamp, event_type, event_category,"
                    + " event_action, event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id,"
                    + " event_data) VALUES ('2025-11-03', '2025-11-03 12:00+00', 't', 'c', 'a', 's', 't', 'i', 't', 'i',"
                    + " 'c', '{}')");
            assertThat(service.reset().tables()).containsExactly("audit_events");
            assertThat(SchemaContents.of(this.database)).isEqualTo(migrated);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aFreshRunThatLosesItsConnectionRemembersAll(int messages) {
        migrate(CutDatabase.afterMessages(this.database, messages), ONE_BY_ONE);
        SchemaContents migrated = SchemaContents.of(this.database);
        this.database.execute("UPDATE a SET word = 'x'", USER);

        assertThat(reset().tables()).containsExactly("a", "b");
        assertThat(SchemaContents.of(this.database)).isEqualTo(migrated);
    }

    @Test
    void aTableThatARepeatableMigrationFoundIsNotOursEvenIfTheRunWasCutOff() {
        this.database.execute("CREATE TABLE r (id int)", "INSERT INTO r VALUES (1)");
        this.catalog
                .write(
                        "900_r.sql",
                        "-- creates: table d, r\n-- repeatable: true",
                        "CREATE TABLE IF NOT EXISTS d (id int); CREATE TABLE IF NOT EXISTS r (id int);")
                .write(
                        "901_s.sql",
                        "-- creates: table s\n-- repeatable: true",
                        "CREATE TABLE IF NOT EXISTS s (id int);");
        CutDatabase cut = CutDatabase.forGoodAfterMessages(this.database, 2 + 4);
        assertThatThrownBy(() -> migrate(cut, ONE_BY_ONE)).isInstanceOf(ConnectionLostException.class);
        assertThat(this.database.query(PENDING_SEED_DATA)).hasSize(4).last().isEqualTo("900_r.sql");
        migrate(this.database);

        assertThat(reset().isEmpty()).isTrue();
        this.database.execute("INSERT INTO d VALUES (1)", "DELETE FROM r");
        assertThat(reset().tables()).containsExactly("d");
    }

    @Test
    void remembersUnderTheSettingsThatRowsAreComparedWith() {
        this.catalog.write("002_b.sql", "-- creates: table b", """
                SET extra_float_digits = 0; SET search_path = '';
                CREATE TABLE public.b (word text, value float8);
                INSERT INTO public.b VALUES ('seed', 0.1::float8 + 0.2::float8);""");
        assertThatThrownBy(() -> migrate(this.database, beforeTheThird(() -> {
                    throw new IllegalStateException();
                })))
                .isNotInstanceOf(MigrationException.class);

        assertThat(reset().isEmpty()).isTrue();
    }
}
