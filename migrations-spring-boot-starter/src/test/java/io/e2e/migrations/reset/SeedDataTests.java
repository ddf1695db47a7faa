package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.testing.SchemaContents;
import io.e2e.migrations.testing.SharedDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What migrations leave is known whenever they ran, and whatever tests wrote in between. */
class SeedDataTests extends OwnCatalog {

    @BeforeEach
    void writeCatalog() {
        writeTwoTables();
    }

    @Test
    void aDatabaseThatEarlierRunsUsedGoesBackToWhatMigrationsLeft() {
        migrate();
        SchemaContents migrated = SchemaContents.of(this.database);
        this.database.execute("UPDATE a SET word = 'x'", "INSERT INTO b (word) VALUES ('y')");
        migrate();

        reset();

        assertThat(SchemaContents.of(this.database)).isEqualTo(migrated);
    }

    @Test
    void aWiderSelectionOnAUsedDatabaseAddsItsOwn() {
        SharedDatabase fresh = SharedDatabase.create();
        MigrationService.open(MigrationConfig.defaults(), fresh.access()).applyMigrations();
        migrate(MigrationConfig.defaults().withTables("audit_events"));
        this.database.execute(
                "UPDATE audit_retention_policies SET retention_days = 1",
                "INSERT INTO audit_events (event_date, event_timestamp, event_type, event_category, event_action,"
                        + " event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, event_data)"
                        + " VALUES ('2025-11-03', '2025-11-03 12:00+00', 't', 'c', 'a', 's', 't', 'i', 't', 'i', 'c', '{}')");
        migrate(MigrationConfig.defaults());
        this.database.execute("DELETE FROM oscillation_patterns");

        ResetReport report = reset();

        assertThat(report.tables()).containsExactly("audit_events", "audit_retention_policies", "oscillation_patterns");
        String policies = "SELECT DISTINCT retention_days::text FROM audit_retention_policies";
        assertThat(this.database.query(policies)).containsExactly("2555");
        String patterns = "SELECT id || pattern_name FROM oscillation_patterns ORDER BY id";
        assertThat(this.database.query(patterns)).isEqualTo(fresh.query(patterns));
    }

    @Test
    void aResetConcernsEveryTableThatMigrationsMadeWhateverIsSelected() {
        migrate();
        this.database.execute("INSERT INTO b (word) VALUES ('y')");
        try (MigrationService narrow =
                MigrationService.open(this.catalog.config().withTables("a"), this.database.access())) {
            assertThat(narrow.reset().tables()).containsExactly("b");
        }
    }

    @Test
    void theSettingsOfAMigrationDoNotChangeHowRowsAreRemembered() {
        this.catalog.write(
                "003_c.sql",
                "-- creates: table c",
                "SET TimeZone = 'Asia/Tokyo'; SET bytea_output = 'escape'; SET IntervalStyle = 'iso_8601';"
                        + " SET extra_float_digits = 0; SET search_path = '';"
                        + " CREATE TABLE public.c (a timestamptz, b bytea, c interval, d float8);"
                        + " INSERT INTO public.c VALUES ('2026-01-01 00:00+00', 'b', '1 day', 0.1::float8 + 0.2::float8);");
        migrate();
        List<String> left = rows("c");

        assertThat(reset().isEmpty()).isTrue();
        this.database.execute("DELETE FROM c");
        reset();

        assertThat(rows("c")).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO a (word) VALUES ('three')",
                "UPDATE a SET word = 'x' WHERE id = 1",
                "DELETE FROM a",
                "TRUNCATE a",
                "SELECT setval('a_id_seq', 77)",
                "ALTER SEQUENCE a_id_seq RESTART 9",
                "INSERT INTO p VALUES (2, 'second half')",
                "DELETE FROM p_low",
                "CREATE TABLE p_more (LIKE p); INSERT INTO p_more VALUES (12, 'm');"
                        + " ALTER TABLE p ATTACH PARTITION p_more FOR VALUES FROM (10) TO (20)",
                "ALTER TYPE mood RENAME VALUE 'fine' TO 'good'",
                "ALTER TYPE pair ADD ATTRIBUTE z int CASCADE",
                "DELETE FROM \"odd\\name\"",
                "DO $$ BEGIN BEGIN DELETE FROM a; PERFORM 1 / 0; EXCEPTION WHEN division_by_zero THEN"
                        + " INSERT INTO m VALUES ('fine', NULL); END; END $$"
            })
    void whateverAMigrationWritesToTablesThatItDoesNotNameIsPutBack(String sql) {
        this.catalog
                .write(
                        "003_p.sql",
                        "-- creates: table p, partition p_low of p",
                        "CREATE TABLE p (id int, word text) PARTITION BY RANGE (id); CREATE TABLE p_low PARTITION OF p"
                                + " FOR VALUES FROM (0) TO (10); INSERT INTO p VALUES (1, 'first');")
                .write(
                        "004_m.sql",
                        "-- creates: table m",
                        "CREATE TYPE mood AS ENUM ('fine', 'bad'); CREATE TYPE pair AS (x int, y int);"
                                + " CREATE TABLE m (mood mood, pair pair); INSERT INTO m VALUES ('fine', (1, 2));")
                .write(
                        "005_odd.sql",
                        "-- creates: table odd\\name",
                        "CREATE TABLE \"odd\\name\" (id int); INSERT INTO \"odd\\name\" VALUES (5);")
                .write("006_unnamed.sql", "-- creates: table other", "CREATE TABLE other (id int); " + sql + ";");
        migrate();
        SchemaContents migrated = SchemaContents.of(this.database);

        assertThat(reset().tables()).isEmpty();
        this.database.execute("INSERT INTO a VALUES (99, 'test')", "INSERT INTO other VALUES (1)");
        reset();

        assertThat(SchemaContents.of(this.database)).isEqualTo(migrated);
    }

    @Test
    void aMigrationThatFailedLeavesNothing() {
        this.catalog.write(
                "003_c.sql", "-- alters: table b (word)", "INSERT INTO b (word) VALUES ('y'); SELECT 1 / 0;");
        assertThatThrownBy(this::migrate).isInstanceOf(MigrationException.class);
        this.database.execute("INSERT INTO b (word) VALUES ('z')");

        assertThat(reset().tables()).containsExactly("b");
        assertThat(rows("b")).isEmpty();
    }

    @Test
    void anotherSchemaIsResetByItself() {
        MigrationConfig elsewhere =
                this.catalog.config().withOptions(this.catalog.options().withSchema("team \"x\""));
        migrate();
        migrate(elsewhere);
        SchemaContents migrated = SchemaContents.of(this.database, "'\"team \"\"x\"\"\"'");
        this.database.execute("DELETE FROM a", "DELETE FROM \"team \"\"x\"\"\".a");
        try (MigrationService service = MigrationService.open(elsewhere, this.database.access())) {
            service.reset();
        }

        assertThat(SchemaContents.of(this.database, "'\"team \"\"x\"\"\"'")).isEqualTo(migrated);
        assertThat(rows("a")).isEmpty();
    }
}
