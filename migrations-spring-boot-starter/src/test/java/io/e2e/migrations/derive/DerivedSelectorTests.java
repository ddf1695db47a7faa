package io.e2e.migrations.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.embedded.ServerSettings;
import io.e2e.migrations.plan.OutOfOrderException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Selections from catalogs whose files do not say what they make. */
@ExtendWith(OutputCaptureExtension.class)
class DerivedSelectorTests {

    private static final EmbeddedAccess ACCESS = EmbeddedAccess.with(EmbeddedSettings.defaults());

    private static MigrationService open(Path directory, String files) {
        // Nothing is known of files that no run has seen.
        String fresh = files + "-- Run " + UUID.randomUUID() + "\n";
        return MigrationService.open(
                MigrationConfig.defaults()
                        .withOptions(SmallCatalog.options(directory, fresh))
                        .withTables("orders"),
                ACCESS);
    }

    @Test
    void applyWhenSelectionIsEnoughAppliesOnlyThat(@TempDir Path directory) {
        try (MigrationService migrations = open(directory, """
                -- 1 customers
                CREATE TABLE customers (id int PRIMARY KEY);
                -- 2 unrelated
                CREATE TABLE unrelated (id int);
                -- 3 orders
                CREATE TABLE orders (id int, customer int REFERENCES customers);
                -- 4 total
                ALTER TABLE orders ADD COLUMN total numeric;
                """)) {
            assertThat(migrations.plan().explain()).isEqualTo("""
                    001 customers  required by 003 orders
                    003 orders     requested: orders
                    004 total      shapes orders""");
            assertThat(migrations.applyMigrations().toString())
                    .contains("003 orders")
                    .doesNotContain("unrelated");
        }
    }

    @Test
    void planWhenSelectionMakesSomethingElseIsTheWholeCatalogAndSaysWhy(@TempDir Path directory) {
        try (MigrationService migrations = open(directory, """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 decide
                DO $$ BEGIN
                    IF (SELECT count(*) FROM pg_tables WHERE schemaname = 'public') > 1 THEN
                        EXECUTE 'ALTER TABLE orders ADD COLUMN extra int';
                    END IF;
                END $$;
                """)) {
            String because =
                    "the whole catalog, since the selection alone makes another table orders: column extra integer";
            assertThat(migrations.plan().explain()).isEqualTo("""
                    001 unrelated  %1$s
                    002 orders     %1$s
                    003 decide     %1$s""".formatted(because));
        }
    }

    @Test
    void planWhenSelectionFailsIsTheWholeCatalogAndSaysWhy(@TempDir Path directory) {
        try (MigrationService migrations = open(directory, """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 decide
                INSERT INTO orders SELECT 1 / (count(*) - 1) FROM pg_tables WHERE schemaname = 'public';
                """)) {
            assertThat(migrations.plan().explain())
                    .contains("003 decide     the whole catalog, since the selection alone fails: ");
        }
    }

    @Test
    void planWhenSelectionWasComparedBeforeReplaysNothing(@TempDir Path directory, CapturedOutput output) {
        String files = """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- Run %s
                """.formatted(UUID.randomUUID());
        try (MigrationService first = openKnown(directory, files, "orders")) {
            assertThat(first.plan().explain()).isEqualTo("002 orders  requested: orders");
        }
        assertThat(output).containsOnlyOnce("Finding out").containsOnlyOnce("Comparing");

        try (MigrationService second = openKnown(directory, files, "orders");
                MigrationService other = openKnown(directory, files, "unrelated")) {
            assertThat(second.plan().explain()).isEqualTo("002 orders  requested: orders");
            assertThat(output).containsOnlyOnce("Comparing");
            assertThat(other.plan().explain()).isEqualTo("001 unrelated  requested: unrelated");
        }
        assertThat(output)
                .containsOnlyOnce("Finding out")
                .contains("Comparing what 1 migrations make, which unrelated needs, with what all of them make, once");
    }

    @Test
    void ensureWhenTheTemplateOfASelectionIsKnownReadsNoFile(@TempDir Path directory, CapturedOutput output) {
        String files = """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- Run %s
                """.formatted(UUID.randomUUID());
        for (int run = 0; run < 2; run++) {
            MigrationConfig config = known(directory, files, "orders");
            try (MigrationService migrations = MigrationService.open(config, ACCESS)) {
                migrations.ensureMigrations(config);
            }
        }

        assertThat(output)
                .containsOnlyOnce("2 migrations of")
                .contains("verified when prepared, compared with the template: 1 table");
    }

    @Test
    void applyWhenTheSelectionIsWiderThanBeforeAppliesWhatIsMissing(@TempDir Path directory) {
        String files = """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 view
                CREATE VIEW both_of_them AS SELECT o.id FROM orders o, unrelated u;
                -- Run %s
                """.formatted(UUID.randomUUID());
        MigrationConfig orders = known(directory, files, "orders");
        try (MigrationService migrations = MigrationService.open(orders, ACCESS);
                TargetDatabase database = migrations.database();
                MigrationService used = MigrationService.open(orders, request -> database)) {
            used.applyMigrations();

            MigrationReport report = used.applyMigrations(orders.withTables("both_of_them"));

            assertThat(report.applied())
                    .extracting(step -> step.migration().file())
                    .containsExactly("1_unrelated.sql", "3_view.sql");
        }
    }

    @Test
    void applyWhenAMigrationCameLateForTheSameTableRefusesIt(@TempDir Path directory) {
        String files = """
                -- 1 orders
                CREATE TABLE orders (id int);
                -- 3 total
                ALTER TABLE orders ADD COLUMN total int;
                -- Run %s
                """.formatted(UUID.randomUUID());
        MigrationConfig orders = known(directory, files, "orders");
        try (MigrationService migrations = MigrationService.open(orders, ACCESS);
                TargetDatabase database = migrations.database();
                MigrationService first = MigrationService.open(orders, request -> database);
                MigrationService later = MigrationService.open(orders, request -> database)) {
            first.applyMigrations();
            known(directory, "-- 2 late\nALTER TABLE orders ADD COLUMN late int;\n", "orders");

            assertThatThrownBy(later::applyMigrations)
                    .isInstanceOf(OutOfOrderException.class)
                    .hasMessageContaining("2_late.sql is pending, but 3_total.sql was already applied");
        }
    }

    @Test
    void planWhenACatalogCannotBeReplayedIsTheWholeOneAndReplaysNothingAgain(
            @TempDir Path directory, CapturedOutput output) {
        String files = """
                -- 1 orders
                CREATE TABLE orders (id int);
                -- 2 broken
                SELECT 1 / count(*) FROM orders;
                -- Run %s
                """.formatted(UUID.randomUUID());
        for (int run = 0; run < 2; run++) {
            try (MigrationService migrations = openKnown(directory, files, "orders")) {
                String because =
                        "the whole catalog, since which migrations a table needs is not known, because the replay"
                                + " that finds it out failed at 2_broken.sql:2, SQLSTATE 22012: ERROR: division by zero";
                assertThat(migrations.plan().explain()).isEqualTo("""
                        001 orders  %1$s
                        002 broken  %1$s""".formatted(because));
            }
        }
        assertThat(output).containsOnlyOnce("Finding out");
    }

    @Test
    void planWhenARunMayNotLastLongEnoughIsTheWholeCatalogAndSaysWhatToDo(@TempDir Path directory) {
        MigrationConfig config = MigrationConfig.defaults()
                .withOptions(SmallCatalog.options(directory, """
                        -- 1 orders
                        CREATE TABLE orders (id int);
                        -- 2 long
                        SELECT pg_sleep(60);
                        """)
                        .withTimeouts(Timeouts.defaults().withRun(Duration.ofMillis(1_500))))
                .withTables("orders");
        try (MigrationService migrations = MigrationService.open(config, ACCESS)) {
            assertThat(migrations.plan().explain())
                    .contains(
                            "002 long    the whole catalog, since which migrations a table needs is not known, because the"
                                    + " replay that finds it out did not end within 1.5 s (e2e.migrations.run-timeout): 1 of 2"
                                    + " migrations were done, and 2_long.sql is next.");
        }
    }

    @Test
    void planWhenASequenceIsElsewhereIsTheWholeCatalogAndSaysWhere(@TempDir Path directory) {
        assertWidened(directory, "position of a sequence of orders: orders_id_seq at 2", """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id serial);
                -- 3 position
                SELECT setval('orders_id_seq', (SELECT count(*) FROM pg_tables WHERE schemaname = 'public'));
                """);
    }

    @Test
    void planWhenAFunctionOfAnotherSchemaDiffersIsTheWholeCatalogAndNamesIt(@TempDir Path directory) {
        assertWidened(directory, "function audit: AS $function$SELECT 1$function$", """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 functions
                CREATE SCHEMA tools;
                DO $$ BEGIN
                    EXECUTE format('CREATE FUNCTION tools.audit() RETURNS int LANGUAGE sql AS ''SELECT %s''',
                                   (SELECT count(*) FROM pg_tables WHERE schemaname = 'public'));
                END $$;
                CREATE FUNCTION tools.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM tools.audit(); RETURN NEW; END';
                -- 3 orders
                CREATE TABLE orders (id int);
                CREATE TRIGGER touch BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tools.touch();
                """);
    }

    @Test
    void planWhenAValueInThePlaceOfADefaultDiffersIsTheWholeCatalogAndNamesTheRow(@TempDir Path directory) {
        assertWidened(directory, "table orders: row {\"id\": 1, \"made\": \"2000-01-03\"}", """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id int, made date DEFAULT to_date('1999', 'YYYY'));
                INSERT INTO orders VALUES (1);
                -- 3 made
                UPDATE orders SET made = date '2000-01-01'
                     + (SELECT count(*) FROM pg_tables WHERE schemaname = 'public')::int;
                """);
    }

    @Test
    void planWhenRowsAreOthersInEveryRunIsStillTheSelection(@TempDir Path directory) {
        try (MigrationService migrations = open(directory, """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id uuid, made timestamptz, name text);
                INSERT INTO orders VALUES (gen_random_uuid(), clock_timestamp(), 'a'), (gen_random_uuid(), now(), 'b');
                """)) {
            assertThat(migrations.plan().explain()).isEqualTo("002 orders  requested: orders");
        }
    }

    @Test
    void planWhenARoleThatNothingNamesDecidesIsTheWholeCatalog(@TempDir Path directory) {
        assertWidened(directory, "table orders: column clerk integer", """
                -- 1 clerk
                CREATE ROLE trap_role_of_clerks;
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 decide
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM pg_roles WHERE rolname LIKE 'trap%role%') THEN
                        ALTER TABLE orders ADD COLUMN clerk int;
                    END IF;
                END $$;
                """);
    }

    private static void assertWidened(Path directory, String difference, String files) {
        String fresh = files + "-- Run " + UUID.randomUUID() + "\n";
        MigrationConfig config = MigrationConfig.defaults()
                .withOptions(SmallCatalog.options(directory, fresh))
                .withTables("orders");
        EmbeddedSettings settings =
                EmbeddedSettings.defaults().withServer(ServerSettings.defaults().withSuperuser());
        try (MigrationService migrations = MigrationService.open(config, EmbeddedAccess.with(settings))) {
            assertThat(migrations.plan().explain())
                    .contains("the whole catalog, since the selection alone makes another " + difference);
        }
    }

    private static MigrationService openKnown(Path directory, String files, String tables) {
        return MigrationService.open(known(directory, files, tables), ACCESS);
    }

    private static MigrationConfig known(Path directory, String files, String tables) {
        return MigrationConfig.defaults()
                .withOptions(SmallCatalog.options(directory, files))
                .withTables(tables);
    }
}
