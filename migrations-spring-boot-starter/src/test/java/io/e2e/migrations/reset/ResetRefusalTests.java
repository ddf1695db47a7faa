package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.LockTimeoutException;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.SchemaContents;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reset touches what migrations made, and refuses where that cannot be done or would harm what is not ours. */
class ResetRefusalTests extends OwnCatalog {

    @BeforeEach
    void writeCatalog() {
        this.catalog.write(
                "001_a.sql",
                "-- creates: table a, b",
                "CREATE TABLE a (id int PRIMARY KEY, word text); INSERT INTO a VALUES (1, 'one');"
                        + " CREATE TABLE b (id int PRIMARY KEY) PARTITION BY LIST (id);"
                        + " CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1);");
    }

    @Test
    void aDatabaseWithoutHistoryIsNotReset() {
        this.database.execute("CREATE TABLE a (id int)", "INSERT INTO a VALUES (1)");

        assertThatThrownBy(this::reset)
                .isInstanceOf(NothingMigratedException.class)
                .hasMessage("""
                        Cannot reset the shared database: no migration was applied to it, so it has no tables of these\
                         migrations. Nothing was changed.
                        Action: Apply the migrations first (e2e.migrations.apply=startup, or\
                         MigrationService.applyMigrations()), and check that e2e.migrations.schema names the migrated\
                         schema.""");
        assertThat(this.database.query("SELECT id FROM a")).containsExactly("1");
    }

    @Test
    void aSchemaWithoutHistoryIsNotReset() {
        migrate();

        assertThatThrownBy(() -> reset(
                        this.catalog.config().withOptions(this.catalog.options().withSchema("elsewhere"))))
                .isInstanceOf(NothingMigratedException.class);
    }

    @Test
    void resetWhenLocationsAreEmptyAndTheDatabaseIsKeptSaysSo() {
        assertThatThrownBy(() -> reset(
                        this.catalog.config().withOptions(this.catalog.options().withLocations())))
                .isInstanceOf(NothingMigratedException.class)
                .hasMessage("""
                        Cannot reset the shared database: e2e.migrations.locations is empty, so there are no migrations whose \
                        data could be restored. Nothing was changed.
                        Action: Set e2e.migrations.isolation=method, which gives each test a new database with what \
                        the application's own migrations leave; and take @ResetData off the test.""");
    }

    @Test
    void tablesOfTheApplicationAreLeftAlone() {
        migrate();
        this.database.execute(
                "CREATE TABLE own (id serial)", "INSERT INTO own DEFAULT VALUES", "INSERT INTO b VALUES (1)");

        assertThat(reset().tables()).containsExactly("b");

        assertThat(this.database.query("SELECT id FROM own")).containsExactly("1");
        assertThat(this.database.query("SELECT nextval('own_id_seq')")).containsExactly("2");
    }

    @Test
    void rowsOfTheApplicationThatReferenceOursAreNamed() {
        migrate();
        this.database.execute(
                "CREATE SCHEMA app",
                "CREATE TABLE app.own (id int, a int CONSTRAINT own_a REFERENCES a ON DELETE CASCADE)",
                "CREATE TABLE other (id int, b int CONSTRAINT other_b REFERENCES b)",
                "CREATE TABLE third (id int, b1 int CONSTRAINT third_b1 REFERENCES b1)",
                "INSERT INTO b VALUES (1)",
                "INSERT INTO app.own VALUES (1, 1)",
                "INSERT INTO other VALUES (1, 1)",
                "INSERT INTO third VALUES (1, 1)",
                "UPDATE a SET word = 'x'");
        SchemaContents before = SchemaContents.of(this.database);

        ReferencedRowsException failure = catchThrowableOfType(ReferencedRowsException.class, this::reset);

        assertThat(failure.references())
                .containsExactlyInAnyOrder("app.own (own_a)", "other (other_b)", "third (third_b1)");
        assertThat(failure)
                .hasMessageStartingWith("Cannot reset the shared database: tables that these migrations did not create"
                        + " contain rows that reference tables to reset:\n  ")
                .hasMessageEndingWith("""
                        Nothing was changed.
                        Action: Delete those rows before the reset, where the test ends (@AfterEach, or @Sql with\
                         executionPhase = AFTER_TEST_METHOD): a reset touches only what the migrations created.""");
        assertThat(SchemaContents.of(this.database)).isEqualTo(before);
    }

    @Test
    void anApplicationMayReferenceWhatDoesNotChange() {
        migrate();
        this.database.execute(
                "CREATE TABLE own (id int, a int REFERENCES a)",
                "INSERT INTO own VALUES (1, 1)",
                "INSERT INTO b VALUES (1)");

        assertThat(reset().tables()).containsExactly("b");

        assertThat(this.database.query("SELECT a FROM own")).containsExactly("1");
    }

    @Test
    void anApplicationsTableThatCouldReferenceOursButDoesNotIsNoHindrance() {
        migrate();
        this.database.execute(
                "CREATE TABLE own (id int, a int REFERENCES a, b int REFERENCES b)",
                "INSERT INTO own VALUES (1, NULL, NULL)",
                "INSERT INTO b VALUES (1)",
                // More than is deleted row by row; yet the table cannot be truncated without the application's.
                "INSERT INTO a SELECT n, repeat('x', 1500) FROM generate_series(2, 5200) n");

        assertThat(reset().tables()).containsExactly("a", "b");

        assertThat(this.database.query("SELECT id FROM own")).containsExactly("1");
        assertThat(this.database.query("SELECT word FROM a")).containsExactly("one");
    }

    @Test
    void aLockedRowIsReportedAndNothingChanges() throws SQLException {
        migrate();
        this.database.execute("INSERT INTO b VALUES (1)", "UPDATE a SET word = 'x'");
        MigrationConfig impatient = this.catalog
                .config()
                .withOptions(this.catalog
                        .options()
                        .withTimeouts(this.catalog.options().timeouts().withLock(Duration.ofMillis(100))));
        try (var blocker = this.database.connect();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("UPDATE a SET word = 'y'");

            ResetFailedException failure = catchThrowableOfType(ResetFailedException.class, () -> reset(impatient));

            assertThat(failure.sqlState()).isEqualTo("55P03");
            assertThat(failure)
                    .hasMessageStartingWith(
                            "Cannot reset the shared database: ERROR: canceling statement due to lock" + " timeout")
                    .hasMessageEndingWith("""
                            (SQLSTATE 55P03). Nothing was changed.
                            Action: Another session locks rows or tables. Look for an open transaction of a test or of a\
                             thread that a test started; or raise e2e.migrations.lock-timeout.""");
            blocker.rollback();
        }
        assertThat(this.database.query("SELECT id FROM b")).containsExactly("1");
    }

    @Test
    void aResetWaitsForWhoeverMigrates() {
        migrate();
        this.database.execute("INSERT INTO b VALUES (1)");
        FixedTime time = FixedTime.at("2026-11-22T10:00:00Z");
        try (DatabaseSession migrating =
                        DatabaseSession.open(this.database, this.catalog.options(), TimeSource.system());
                MigrationService service =
                        MigrationService.open(this.catalog.config(), this.database.access(), List.of(), time)) {
            migrating.lockAndRead(List.of(), List.of());

            assertThatThrownBy(service::reset)
                    .isInstanceOf(LockTimeoutException.class)
                    .hasMessageContaining("for longer than 60 s: backend ");
        }
        assertThat(this.database.query("SELECT id FROM b")).containsExactly("1");
        assertThat(reset().tables()).containsExactly("b");
    }
}
