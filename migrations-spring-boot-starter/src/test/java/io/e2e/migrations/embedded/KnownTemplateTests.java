package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.isolation.Isolation;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.provision.DatabaseServer;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.VerificationFailedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** When a start believes what an earlier one verified, and when it looks for itself. */
@Tag("clusters")
@ExtendWith(OutputCaptureExtension.class)
class KnownTemplateTests {

    private static TestCache cache;

    @TempDir
    private Path files;

    private CatalogDirectory catalog;
    private MigrationConfig config;
    private final EmbeddedSettings settings = cache.settings();

    @BeforeAll
    static void createCache() throws IOException {
        cache = TestCache.create();
    }

    @AfterAll
    static void removeIt() throws IOException {
        cache.close();
    }

    @BeforeEach
    void writeACatalog() {
        this.catalog = new CatalogDirectory(this.files)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");
        this.config = this.catalog.config();
    }

    @Test
    void ensureWhenTheTemplateIsKnownReportsWhatWasVerified(CapturedOutput output) {
        assertThat(isKnownIn(run())).isFalse();
        String before = output.toString();

        Run second = run();

        assertThat(isKnownIn(second)).isTrue();
        assertThat(output.toString().substring(before.length()))
                .contains("Migrations on " + second.description)
                .contains("came with the template: 2 tables (a, b)")
                .contains("verified when prepared: 2 tables")
                .doesNotContain("Built the template");
    }

    @Test
    void ensureWhenTheTemplateIsKnownAndAListenerIsThereTellsIt() {
        run();
        List<String> told = new ArrayList<>();
        MigrationListener listener = new MigrationListener() {
            @Override
            public void onPlan(MigrationPlan plan) {
                told.add("plan");
            }

            @Override
            public void onReport(MigrationReport report) {
                told.add("report of " + report.fromTemplate().size());
            }
        };

        run(this.config, this.settings, TimeSource.system(), List.of(listener));

        assertThat(told).containsExactly("plan", "report of 2");
    }

    @Test
    void ensureWhenAFullVerificationIsWantedDoesIt(CapturedOutput output) {
        MigrationConfig full = this.config.withOptions(this.config.options().withVerify(VerifyLevel.FULL));
        run(full, this.settings, TimeSource.system(), List.of());
        String before = output.toString();

        run(full, this.settings, TimeSource.system(), List.of());

        assertThat(output.toString().substring(before.length()))
                .contains(": 2 as reported before, verified")
                .doesNotContain("when prepared");
    }

    @Test
    void ensureWhenAFileIsEditedButKeepsSizeAndTimeTakesTheLongWay() throws IOException {
        Path file = this.files.resolve("002_b.sql");
        run();
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, Files.readString(file).replace("id int", "no int"));
        Files.setLastModifiedTime(file, time);

        assertThat(isKnown(this.config, this.settings, TimeSource.system())).isFalse();
        assertThat(run().columns).containsExactly("id", "no");
    }

    @Test
    void ensureWhenAnythingElseDiffersTakesTheLongWay() {
        run();

        assertThat(isKnown(this.config, this.settings, TimeSource.system())).isTrue();
        List<UnaryOperator<MigrationConfig>> others = List.of(
                c -> c.withTables("a"),
                c -> c.withPostgresDb("other"),
                c -> c.withPostgresUser("other"),
                c -> c.withOptions(c.options().withSchema("other")));
        assertThat(others).noneMatch(other -> isKnown(other.apply(this.config), this.settings, TimeSource.system()));
        assertThat(isKnown(this.config, this.settings, FixedTime.at("2031-03-01T00:00:00Z")))
                .as("another month")
                .isFalse();
        ServerSettings superuser = ServerSettings.defaults().withSuperuser();
        assertThat(isKnown(this.config, this.settings.withServer(superuser), TimeSource.system()))
                .as("a superuser")
                .isFalse();
    }

    @Test
    void ensureWhenThePasswordIsConfiguredKnowsTheTemplateAndKeepsNoTraceOfThePassword() throws IOException {
        run();

        Run other = run(c -> c.withPostgresPassword(new Secret("configured-and-kept-nowhere")));

        assertThat(isKnownIn(other)).isTrue();
        try (Stream<Path> all = Files.walk(cache.directory().resolve("memos"))) {
            assertThat(all.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("configured-and"));
        }
    }

    @Test
    void ensureWhenTheArchiveIsDamagedSwappedOrGoneTakesTheLongWay() throws IOException {
        run();
        for (Path archive : archives()) {
            flipABit(archive);
        }
        assertThat(isKnownIn(run())).as("a flipped bit").isFalse();
        assertThat(isKnownIn(run())).as("made again").isTrue();

        this.catalog.write("003_c.sql", "-- creates: table c", "CREATE TABLE c (id int);");
        List<Path> before = archives();
        run();
        Path other = archives().stream()
                .filter(found -> !before.contains(found))
                .findFirst()
                .orElseThrow();
        for (Path entry : before) {
            Files.copy(entry, other, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(
                    entry.resolveSibling("complete"),
                    other.resolveSibling("complete"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Run swapped = run();
        assertThat(isKnownIn(swapped)).as("another cluster in its place").isFalse();
    }

    @Test
    void ensureWhenTheRestOfTheArchiveIsDamagedTakesTheLongWay() throws IOException {
        run();
        for (Path rest : files("rest.tar.gz")) {
            flipABit(rest);
        }

        assertThat(isKnownIn(run())).isFalse();
    }

    @Test
    void openWhenTheFirstDatabaseIsHandedOutAndTheCacheIsGoneCopiesTheTemplate() throws IOException {
        run();
        EmbeddedAccess access = EmbeddedAccess.with(this.settings);
        try (MigrationService first = MigrationService.open(this.config, access);
                MigrationService second = MigrationService.open(this.config, access)) {
            first.ensureMigrations(this.config);
            Sql.execute(first.database(), "INSERT INTO a VALUES (1)");
            for (Path file : Stream.concat(archives().stream(), files("rest.tar.gz").stream())
                    .toList()) {
                Files.delete(file);
            }

            second.ensureMigrations(this.config);

            assertThat(Sql.column(second.database(), "SELECT count(*) FROM a")).containsExactly("0");
            assertThat(second.database().address().orElseThrow().port())
                    .isEqualTo(first.database().address().orElseThrow().port());
        }
    }

    @Test
    void runStoresTheDatabaseOnceAndTheTemplateAsACopy() throws IOException {
        run();

        assertThat(files("rest.tar.gz")).isNotEmpty().allSatisfy(rest -> {
            assertThat(Files.size(rest)).isLessThan(1_500_000);
            assertThat(Files.size(rest.resolveSibling("data.tar"))).isLessThan(10_000_000);
        });
    }

    @Test
    void ensureWhenDatabasesAreIsolatedKnowsTheTemplate(CapturedOutput output) {
        for (int start = 1; start <= 2; start++) {
            String before = output.toString();
            EmbeddedAccess access = EmbeddedAccess.with(this.settings);
            IsolatedAccess isolated = new IsolatedAccess(Isolation.METHOD, access::provisioner, access);
            try (MigrationService service = MigrationService.open(this.config, isolated)) {
                service.ensureMigrations(this.config);
                isolated.contextIsReady();
                Sql.execute(service.database(), "INSERT INTO a VALUES (1)");
                isolated.beforeMethod("a test");
                assertThat(Sql.column(service.database(), "SELECT count(*) FROM a"))
                        .containsExactly("0");
            }
            assertThat(output.toString().substring(before.length()))
                    .contains(start == 1 ? "  verified: 2 tables" : "verified when prepared: 2 tables");
        }
    }

    @Test
    void serverWhenTheTemplateIsKnownAsksForNoFingerprint() {
        run();
        EmbeddedAccess access = EmbeddedAccess.with(this.settings);
        try (MigrationService service = MigrationService.open(this.config, access)) {
            String key = service.template().key().orElseThrow();
            DatabaseTemplate unplanned = new DatabaseTemplate() {
                @Override
                public String fingerprint() {
                    throw new AssertionError("planned");
                }

                @Override
                public Optional<String> key() {
                    return Optional.of(key);
                }

                @Override
                public void fill(TargetDatabase empty) {
                    throw new AssertionError("filled");
                }
            };
            try (DatabaseServer lease = access.server(this.config.databaseRequest(), unplanned)) {
                service.ensureMigrations(this.config);

                assertThat(service.database().address().orElseThrow().port())
                        .isEqualTo(lease.address("").port());
            }
        }
    }

    @Test
    void ensureWhenTheMemoIsDamagedTakesTheLongWay() throws IOException {
        run();
        try (Stream<Path> all = Files.walk(cache.directory().resolve("memos"))) {
            for (Path text : all.filter(file -> file.endsWith("text")).toList()) {
                Files.writeString(text, Files.readString(text).replace("2 tables", "9 tables"));
            }
        }

        assertThat(isKnownIn(run())).isFalse();
        assertThat(isKnownIn(run())).isTrue();
    }

    @Test
    void applyWhenTheTemplateIsKnownLooksForItself() {
        run();
        try (MigrationService service = MigrationService.open(this.config, EmbeddedAccess.with(this.settings))) {
            Sql.execute(service.database(), "DROP TABLE b");

            assertThatExceptionOfType(VerificationFailedException.class).isThrownBy(service::applyMigrations);
        }
    }

    @Test
    void ensureWhenItIsCalledAgainLooksForItself() {
        run();
        try (MigrationService service = MigrationService.open(this.config, EmbeddedAccess.with(this.settings))) {
            service.ensureMigrations(this.config);
            Sql.execute(service.database(), "DROP TABLE b");

            assertThatExceptionOfType(VerificationFailedException.class)
                    .isThrownBy(() -> service.ensureMigrations(this.config));
        }
    }

    private static void flipABit(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long middle = file.length() / 2;
            file.seek(middle);
            int old = file.read();
            file.seek(middle);
            file.write(old ^ 1);
        }
    }

    private static List<Path> archives() throws IOException {
        return files("data.tar");
    }

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> all = Files.walk(cache.directory().resolve("clusters"))) {
            return all.filter(file -> file.endsWith(name)).toList();
        }
    }

    private static boolean isKnownIn(Run run) {
        return run.known;
    }

    /** Whether a start would believe what is kept, without going the long way. */
    private static boolean isKnown(MigrationConfig config, EmbeddedSettings settings, TimeSource time) {
        EmbeddedAccess access = EmbeddedAccess.with(settings);
        try (MigrationService service = MigrationService.open(config, access, List.of(), time)) {
            Optional<TargetDatabase> known = access.openKnown(
                    config.databaseRequest(), service.template().key().orElseThrow());
            known.ifPresent(TargetDatabase::close);
            return known.isPresent();
        }
    }

    private Run run() {
        return run(config -> config);
    }

    private Run run(UnaryOperator<MigrationConfig> change) {
        return run(change.apply(this.config), this.settings, TimeSource.system(), List.of());
    }

    private static Run run(
            MigrationConfig config, EmbeddedSettings settings, TimeSource time, List<MigrationListener> listeners) {
        Watched watched = new Watched(EmbeddedAccess.with(settings));
        try (MigrationService service = MigrationService.open(config, watched, listeners, time)) {
            service.ensureMigrations(config);
            return new Run(
                    watched.known,
                    service.database().description(),
                    Sql.column(
                            service.database(),
                            "SELECT column_name FROM information_schema.columns WHERE table_name IN ('a', 'b') ORDER BY 1"));
        }
    }

    private record Run(boolean known, String description, List<String> columns) {}

    /** Notes whether a known template was opened. */
    private static final class Watched implements DatabaseAccess {

        private final DatabaseAccess access;
        private boolean known;

        Watched(DatabaseAccess access) {
            this.access = access;
        }

        @Override
        public TargetDatabase open(DatabaseRequest request) {
            return this.access.open(request);
        }

        @Override
        public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
            return this.access.open(request, template);
        }

        @Override
        public boolean keepsTemplates() {
            return this.access.keepsTemplates();
        }

        @Override
        public Optional<TargetDatabase> openKnown(DatabaseRequest request, String key) {
            Optional<TargetDatabase> found = this.access.openKnown(request, key);
            this.known = found.isPresent();
            return found;
        }

        @Override
        public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
            return this.access.readScratch(request, scratch);
        }
    }
}
