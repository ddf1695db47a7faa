package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationFailedException;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.WatchedAccess;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that hold their migrations from the beginning, on servers and with a cache of the tests' own. */
@Tag("clusters")
class MigratedTemplateTests {

    private static final MigrationConfig AUDIT = MigrationConfig.defaults().withTables("audit_events");
    private static final String CREATED_AT = "SELECT min(applied_at)::text FROM e2e_migrations.public";

    private static TestCache cache;

    @TempDir
    private Path files;

    private CatalogDirectory catalog;

    @BeforeAll
    static void createCache() throws IOException {
        cache = TestCache.create();
    }

    @AfterAll
    static void removeTheCache() throws IOException {
        cache.close();
    }

    @BeforeEach
    void writeACatalog() {
        this.catalog = new CatalogDirectory(this.files)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");
    }

    @Test
    void reportWhenDatabaseIsACopyListsWhatCameWithTheTemplate() {
        try (MigrationService service = open(AUDIT, TimeSource.system())) {
            MigrationReport report = service.applyMigrations();

            assertThat(report.applied()).isEmpty();
            assertThat(report.fromTemplate()).isEqualTo(service.plan().steps());
            assertThat(report.toString().replaceAll(" at 127.*", ""))
                    .contains("013 audit_events              requested: audit_events\n")
                    .contains("\n  came with the template: 2 tables (audit_events, audit_retention_policies), ")
                    .contains(" to " + YearMonth.now(ZoneOffset.UTC).plusMonths(3))
                    .doesNotContain("roles that do not exist")
                    .contains("\n  verified: 2 tables");
        }
    }

    @Test
    void runWhenDatabaseIsACopyTakesOneConnectionAndOneMessage() {
        WatchedAccess watched = new WatchedAccess(access());
        try (MigrationService service = MigrationService.open(AUDIT, watched)) {
            assertThat(service.applyMigrations().fromTemplate()).hasSize(4);
        }

        SharedDatabase copy = watched.opened().get(0);
        assertThat(copy.connections()).isEqualTo(1);
        assertThat(copy.messages()).hasSize(1);
    }

    @Test
    void reportWhenRunAgainDoesNotListTheTemplate() {
        try (MigrationService service = open(AUDIT, TimeSource.system())) {
            service.applyMigrations();
            MigrationReport again = service.applyMigrations();

            assertThat(again.created()).isEmpty();
            assertThat(again.toString()).contains("nothing to do: all 4 planned migrations were applied before");
        }
    }

    @Test
    void templateWhenInTheCacheIsUsedByTheNextServer() {
        assertThat(createdAt(this.catalog.config())).isEqualTo(createdAt(this.catalog.config()));
    }

    @Test
    void templateWhenAFileWasEditedIsBuiltAgain() {
        String before = createdAt(this.catalog.config());
        this.catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int, note text);");

        assertThat(createdAt(this.catalog.config())).isNotEqualTo(before);
        assertThat(query(this.catalog.config(), "SELECT count(*)::text FROM pg_attribute WHERE attname = 'note'"))
                .isEqualTo("1");
    }

    @Test
    void templateWhenTheOutcomeDiffersIsAnotherOne() {
        MigrationConfig config = this.catalog.config();
        MigrationOptions options = config.options();

        assertThat(Stream.of(
                                config,
                                config.withTables("a"),
                                config.withOptions(options.withSchema("elsewhere")),
                                config.withPostgresUser("somebody"))
                        .map(this::createdIn)
                        .distinct())
                .hasSize(4);
    }

    @Test
    void templateWhenTheOutcomeIsTheSameIsShared() {
        MigrationConfig config = this.catalog.config();
        MigrationOptions options = config.options();
        PartitionHorizon horizon = new PartitionHorizon(YearMonth.of(2020, 1), 7);

        assertThat(Stream.of(
                                config,
                                config.withTables("a", "b"),
                                config.withOptions(options.withVerify(VerifyLevel.NONE)),
                                config.withOptions(options.withPartitions(horizon)))
                        .map(this::createdIn)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void templateWhenTheMonthChangesHasOtherPartitions() {
        String partition = "SELECT to_regclass('audit_events_2026_06')::text";

        assertThat(query(AUDIT, partition, FixedTime.at("2026-02-28T23:59:59Z")))
                .isEqualTo("null");
        assertThat(query(AUDIT, partition, FixedTime.at("2026-03-01T00:00:00Z")))
                .isEqualTo("audit_events_2026_06");
    }

    @Test
    void templateWhenAFileFailsReportsItAsARunDoesAndIsBuiltOnceItIsFixed() {
        this.catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);\nSELECT nonsense;");
        MigrationConfig config = this.catalog.config();
        EmbeddedAccess empty = EmbeddedAccess.with(cache.settings().withoutTemplate());

        assertThat(failure(config, access()))
                .isEqualTo(failure(config, empty))
                .contains("002_b.sql", "SELECT nonsense", "42703");
        this.catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");
        assertThat(query(config, "SELECT to_regclass('b')::text")).isEqualTo("b");
    }

    @Test
    void listenerWhenTemplateIsNewOrCachedIsToldPlanAndReport() {
        this.catalog.write("003_c.sql", "-- creates: table c", "CREATE TABLE c (id int);");
        List<String> told = new ArrayList<>();
        for (int run = 1; run <= 2; run++) {
            try (MigrationService service = MigrationService.open(
                    this.catalog.config(), access(), List.of(new Told(told)), TimeSource.system())) {
                service.applyMigrations();
            }
        }
        assertThat(told).containsExactly("plan of 3", "report of 3", "plan of 3", "report of 3");
    }

    @Test
    void applyWhenSelectionIsLargerAppliesTheRest() {
        try (MigrationService service = open(this.catalog.config().withTables("a"), TimeSource.system())) {
            service.applyMigrations();
            MigrationReport more = service.applyAllMigrations();

            assertThat(more.alreadyApplied())
                    .extracting(step -> step.migration().name())
                    .containsExactly("a");
            assertThat(more.applied())
                    .extracting(step -> step.migration().name())
                    .containsExactly("b");
        }
    }

    @Test
    void verifyWhenNothingWasAppliedFindsTheTablesOfTheTemplate() {
        try (MigrationService service = open(this.catalog.config(), TimeSource.system())) {
            assertThat(service.verifyMigrations().isClean()).isTrue();
        }
    }

    @Test
    void openWhenNoTemplateIsOfferedIsEmpty() {
        try (var database = access().open(MigrationConfig.defaults().databaseRequest())) {
            assertThat(database.isCopyOfTemplate()).isFalse();
            assertThat(Sql.value(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                    .isEqualTo("0");
        }
    }

    @Test
    void preparedClusterWhenItHoldsTheWholeCatalogIsSmall() throws IOException {
        try (TestCache own = TestCache.create();
                MigrationService service =
                        MigrationService.open(MigrationConfig.defaults(), EmbeddedAccess.with(own.settings()))) {
            service.applyMigrations();
            try (Stream<Path> all = Files.walk(own.directory().resolve("clusters"))) {
                long bytes = all.filter(Files::isRegularFile)
                        .mapToLong(file -> file.toFile().length())
                        .sum();
                assertThat(bytes).isLessThan(36 << 20);
            }
        }
    }

    private EmbeddedAccess access() {
        return EmbeddedAccess.with(cache.settings());
    }

    private MigrationService open(MigrationConfig config, TimeSource time) {
        return MigrationService.open(config, access(), List.of(), time);
    }

    /** When its template was filled, to the microsecond. */
    private String createdAt(MigrationConfig config) {
        return query(config, CREATED_AT);
    }

    /** Counts in the schema that the configuration names. */
    private String createdIn(MigrationConfig config) {
        return query(
                config,
                "SELECT min(applied_at)::text FROM e2e_migrations."
                        + config.options().schema());
    }

    private String query(MigrationConfig config, String sql) {
        return query(config, sql, TimeSource.system());
    }

    private String query(MigrationConfig config, String sql, TimeSource time) {
        try (MigrationService service = open(config, time)) {
            return String.valueOf(Sql.value(service.database(), sql));
        }
    }

    /** The whole message, apart from the port. */
    private static String failure(MigrationConfig config, DatabaseAccess access) {
        List<String> messages = new ArrayList<>();
        try (MigrationService service = MigrationService.open(config, access)) {
            assertThatExceptionOfType(MigrationFailedException.class)
                    .isThrownBy(service::applyMigrations)
                    .satisfies(failure -> messages.add(failure.getMessage()));
        }
        return messages.get(0).replaceAll("127\\.0\\.0\\.1:\\d+", "server").replaceAll("in \\d+ ms", "");
    }

    /** Writes down what it is told. */
    private record Told(List<String> told) implements MigrationListener {

        @Override
        public void onPlan(MigrationPlan plan) {
            this.told.add("plan of " + plan.steps().size());
        }

        @Override
        public void onStart(Migration migration) {
            this.told.add("start of " + migration);
        }

        @Override
        public void onApplied(Migration migration, Duration duration) {
            this.told.add("end of " + migration);
        }

        @Override
        public void onReport(MigrationReport report) {
            this.told.add("report of " + report.fromTemplate().size());
        }
    }
}
