package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.database.ForwardingDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.UncheckedConnection;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run sends, and what it does not wait for. */
class RunMessagesTests {

    private final SharedDatabase database = SharedDatabase.create();

    @TempDir
    private Path directory;

    private MigrationService service(MigrationConfig config) {
        return MigrationService.open(config, this.database.access());
    }

    private static MigrationConfig audit() {
        return MigrationConfig.defaults().withTables("audit_events");
    }

    @Test
    void nothingPendingTakesOneConnectionAndOneMessage() {
        service(audit()).applyMigrations();
        this.database.forget();

        MigrationReport report = service(audit()).applyMigrations();

        assertThat(report.applied()).isEmpty();
        assertThat(report.alreadyApplied()).hasSize(4);
        assertThat(report.verification()).isNotNull();
        assertThat(this.database.connections()).isEqualTo(1);
        assertThat(this.database.messages()).hasSize(1).first().asString().contains("pg_trigger");
    }

    @Test
    void nothingPendingWhenTheFirstQuestionIsInDoubtIsAskedAgainAfterACheck() {
        service(audit()).applyMigrations();
        this.database.forget();

        MigrationReport report = MigrationService.open(audit(), request -> new DoubtfulDatabase(this.database))
                .applyMigrations();

        assertThat(report.alreadyApplied()).hasSize(4);
        assertThat(this.database.messages()).hasSize(3);
        assertThat(this.database.messages().get(1)).isEqualTo(DoubtfulDatabase.ANSWER);
        assertThat(this.database.messages().get(2))
                .isEqualTo(this.database.messages().get(0))
                .contains(DoubtfulDatabase.QUESTION);
    }

    /** A database that may be used only after a check. */
    private record DoubtfulDatabase(TargetDatabase database) implements ForwardingDatabase {

        private static final String QUESTION = "SELECT 1 / (current_setting('test.checked', true) IS NOT NULL)::int";
        private static final String ANSWER = "SELECT set_config('test.checked', 'on', false)";

        @Override
        public UncheckedConnection connectUnchecked() throws SQLException {
            Connection connection = connect();
            return new UncheckedConnection(connection, QUESTION, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(ANSWER);
                }
            });
        }

        @Override
        public void close() {}
    }

    @Test
    void aFreshRunTakesOneMessageForAllMigrationsAndThreeMore() {
        service(audit()).applyMigrations();

        assertThat(this.database.connections()).isEqualTo(1);
        assertThat(this.database.messages())
                .as("state, lock, migrations, verification")
                .hasSize(4);
    }

    @Test
    void whoIsToldOfEachMigrationGetsEachInAMessageOfItsOwn() {
        MigrationService.open(audit(), this.database.access(), List.of(new MigrationListener() {}), TimeSource.system())
                .applyMigrations();

        assertThat(this.database.connections()).isEqualTo(1);
        assertThat(this.database.messages()).hasSize(4 + 3);
    }

    @Test
    void howLongEachTookIsKnownWhicheverWayTheyWereSent() {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int); SELECT pg_sleep(0.02);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int); SELECT pg_sleep(0.04);");
        MigrationConfig silent =
                catalog.config().withOptions(catalog.config().options().withVerify(VerifyLevel.NONE));

        for (MigrationConfig config : List.of(catalog.config(), silent)) {
            this.database.execute("DROP TABLE IF EXISTS a, b, e2e_migrations.public");

            MigrationReport report = service(config).applyMigrations();

            assertThat(report.steps())
                    .extracting(step -> step.duration().toMillis() + "")
                    .isEqualTo(this.database.query("SELECT duration_ms FROM e2e_migrations.public ORDER BY rank"))
                    .doesNotContain("0");
        }
    }

    @Test
    void withoutVerificationTheDatabaseIsNotAskedForItsObjects() {
        service(audit()).applyMigrations();
        this.database.forget();
        MigrationConfig config = audit().withOptions(audit().options().withVerify(VerifyLevel.NONE));

        MigrationReport report = service(config).applyMigrations();

        assertThat(report.verification()).isNull();
        assertThat(this.database.messages()).hasSize(1).first().asString().doesNotContain("pg_trigger");
    }

    @Test
    void noCommitOfARunWaitsForTheDisk() {
        this.database.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = on");
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write(
                        "001_a.sql",
                        "-- creates: table a",
                        "CREATE TABLE a AS SELECT current_setting('synchronous_commit') AS waits;");

        service(catalog.config()).applyMigrations();

        this.database.execute("ALTER ROLE CURRENT_USER RESET synchronous_commit");
        assertThat(this.database.query("SELECT waits FROM a")).containsExactly("off");
    }
}
