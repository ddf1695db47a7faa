package io.e2e.migrations.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.script.SqlStatement;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogLoadingTests {

    private static final String ACTION =
            "\nAction: Set e2e.migrations.locations to a directory of NNN_name.sql files, as"
                    + " classpath:… or file:…, or put the module that contains them on the test class path.";

    @TempDir
    private Path directory;

    @Test
    void loadReadsDirectory() throws IOException {
        write(this.directory, "001_a.sql");
        assertThat(files("file:" + this.directory)).containsExactly("001_a.sql");
        assertThat(files("file:" + this.directory + "/")).containsExactly("001_a.sql");
    }

    @Test
    void loadWhenDirectoryHasBlanksAndOtherSignsReadsIt() throws IOException {
        Path odd = Files.createDirectories(this.directory.resolve("a b+größe"));
        write(odd, "001_a.sql");
        assertThat(files("file:" + odd)).containsExactly("001_a.sql");
    }

    @Test
    void loadWhenNamesHaveSignsOfUrisAndPatternsReadsThem() throws IOException {
        write(this.directory, "001_[api] 100% + #1.sql");
        write(this.directory, "002_{it's}.sql");
        assertThat(files("file:" + this.directory)).containsExactly("001_[api] 100% + #1.sql", "002_{it's}.sql");
    }

    @Test
    void loadWhenADirectoryIsNamedLikeAFileReadsWhatIsInIt() throws IOException {
        write(Files.createDirectories(this.directory.resolve("20240101000000_a.sql")), "migration.sql");
        assertThat(files("file:" + this.directory)).containsExactly("20240101000000_a.sql/migration.sql");
    }

    @Test
    void loadWhenFileIsNotUtf8NamesItsLine() throws IOException {
        Files.writeString(this.directory.resolve("001_a.sql"), "-- name: a\n-- für alle", StandardCharsets.ISO_8859_1);
        assertThat(catchThrowableOfType(InvalidCatalogException.class, () -> files("file:" + this.directory)))
                .hasMessage("""
                        The migration catalog has a problem:
                          - 001_a.sql, line 2: the byte 0xFC is not UTF-8; save the file as UTF-8
                        Action: Fix the named files; nothing was run. Their format is described in \
                        docs/adding-a-migration.md.""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE"})
    void loadWhenFileIsUtf16RefusesIt(String charset) throws IOException {
        Files.writeString(this.directory.resolve("001_a.sql"), "-- name: a\nSELECT 1;", Charset.forName(charset));
        assertThat(catchThrowableOfType(InvalidCatalogException.class, () -> files("file:" + this.directory)))
                .hasMessageMatching("(?s).*(line 1: the byte 0xFE is not UTF-8; save|the character NUL .*UTF-16).*");
    }

    @Test
    void loadReadsClassPath() throws IOException {
        write(Files.createDirectories(this.directory.resolve("db/team")), "001_a.sql");
        try (URLClassLoader loader = loader(this.directory)) {
            assertThat(files(loader, "classpath:db/team")).containsExactly("001_a.sql");
            assertThat(files(loader, "classpath:/db/team/")).containsExactly("001_a.sql");
        }
    }

    @Test
    void loadReadsJar() throws IOException {
        Path jar = jar("team.jar", "001_a.sql", "002_b.sql");
        try (URLClassLoader loader = loader(jar)) {
            assertThat(files(loader, "classpath:db/team")).containsExactly("001_a.sql", "002_b.sql");
        }
    }

    @Test
    void loadWhenLocationIsInSeveralJarsReadsAll() throws IOException {
        try (URLClassLoader loader = loader(jar("a.jar", "001_a.sql"), jar("b.jar", "002_b.sql"))) {
            assertThat(files(loader, "classpath:db/team")).containsExactly("001_a.sql", "002_b.sql");
        }
    }

    @Test
    void loadWhenThereAreSeveralLocationsFormsOneCatalog() throws IOException {
        write(this.directory, "002_b.sql");
        try (URLClassLoader loader = loader(jar("a.jar", "001_a.sql"))) {
            assertThat(files(loader, "classpath:db/team", "file:" + this.directory))
                    .containsExactly("001_a.sql", "002_b.sql");
        }
    }

    @Test
    void loadIgnoresOtherFilesAndSubdirectories() throws IOException {
        write(this.directory, "001_a.sql");
        write(Files.createDirectories(this.directory.resolve("old")), "002_b.sql");
        Files.writeString(this.directory.resolve("README.md"), "not SQL");
        assertThat(files("file:" + this.directory)).containsExactly("001_a.sql");
    }

    @Test
    void loadReadsUtf8() throws IOException {
        Files.writeString(this.directory.resolve("001_a.sql"), "-- name: größe\n-- description: ä\nSELECT 'ß';\n");
        Migration migration = MigrationCatalog.load(List.of("file:" + this.directory), null)
                .migrations()
                .get(0);
        assertThat(migration.name()).isEqualTo("größe");
        assertThat(migration.script().up().get(0).text()).isEqualTo("SELECT 'ß'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classpath:db/nothing", "classpath:db/nothing/", "file:/does/not/exist"})
    void loadWhenLocationDoesNotExistFails(String location) {
        assertThat(error(location))
                .hasMessage("No migrations can be read from " + location + ": it contains no .sql file." + ACTION);
    }

    @Test
    void loadWhenOneOfTwoDirectoriesIsEmptyFails() throws IOException {
        Path empty = Files.createDirectory(this.directory.resolve("empty"));
        write(this.directory, "001_a.sql");
        assertThat(error("file:" + this.directory, "file:" + empty).location()).isEqualTo("file:" + empty);
    }

    @Test
    void loadWhenFilesAreOfAnotherToolReadsSubdirectoriesOfJarsAndDirectories() throws IOException {
        Files.createDirectories(this.directory.resolve("2024"));
        Files.writeString(this.directory.resolve("2024/V2__b.sql"), "SELECT 2;");
        Path jar = jarOf(Map.of("db/team/", "", "db/team/x y/", "", "db/team/x y/V1__a.sql", "SELECT 1;"));
        try (URLClassLoader loader = loader(jar)) {
            MigrationCatalog catalog =
                    MigrationCatalog.load(List.of("file:" + this.directory, "classpath:db/team"), loader);

            assertThat(catalog.hasFacts()).isFalse();
            assertThat(catalog.migrations())
                    .extracting(Migration::file)
                    .containsExactly("x y/V1__a.sql", "2024/V2__b.sql");
            assertThat(catalog.describe())
                    .isEqualTo("2 migrations of classpath:db/team, file:" + this.directory
                            + " are read as Flyway: 2024/V2__b.sql is named as Flyway names files");
        }
    }

    @Test
    void loadWhenSomethingRunsFirstReadsItBeforeTheMigrations() throws IOException {
        Files.writeString(this.directory.resolve("1_a.sql"), "SELECT 1;");
        Path first = Files.writeString(this.directory.resolve("before.txt"), "CREATE SCHEMA app;");
        CatalogOptions options = CatalogOptions.defaults().withRunFirst("file:" + first);

        MigrationCatalog catalog = MigrationCatalog.load(source(options), null);

        assertThat(catalog.migrations()).extracting(Migration::label).containsExactly("before.txt", "001 a");
        assertThat(catalog.migrations().get(0).script().up())
                .extracting(SqlStatement::text)
                .containsExactly("CREATE SCHEMA app");
        assertThatThrownBy(() -> MigrationCatalog.load(source(options.withRunFirst("file:/no.sql")), null))
                .hasMessageStartingWith(
                        "The migration catalog has a problem:\n  - e2e.migrations.run-first: file:/no.sql cannot"
                                + " be read: ");
    }

    @Test
    void loadWhenMigrationsAreNotSqlListsThem() throws IOException {
        Files.writeString(this.directory.resolve("V1__a.sql"), "SELECT 1;");
        Files.writeString(this.directory.resolve("V2__B.java"), "");
        Files.writeString(this.directory.resolve("R__C.kt"), "");

        assertThat(catchThrowableOfType(
                                NotSqlException.class,
                                () -> MigrationCatalog.load(source(CatalogOptions.defaults()), null))
                        .files())
                .containsExactly("R__C.kt", "V2__B.java");
        assertThatThrownBy(() -> MigrationCatalog.load(source(CatalogOptions.defaults()), null))
                .hasMessage("""
                        The catalog (Flyway) has migrations that are not SQL:
                          - R__C.kt
                          - V2__B.java
                        Action: Nothing was run. To apply the others without them, set \
                        e2e.migrations.leave-out=R__C.kt,V2__B.java - the report then says that the catalog is incomplete. Or let \
                        the tool itself run in the test.""");
        MigrationCatalog rest =
                MigrationCatalog.load(source(CatalogOptions.defaults().withLeaveOut("R__C.kt", "V2__B.java")), null);
        assertThat(rest.leftOut()).containsExactly("R__C.kt", "V2__B.java");
        assertThat(rest.describe())
                .endsWith("\n  incomplete, because e2e.migrations.leave-out leaves out R__C.kt, V2__B.java");
    }

    @Test
    void loadWhenFilesOfAnotherToolHaveProblemsListsAll() throws IOException {
        Files.writeString(this.directory.resolve("V1__a.sql"), "SELECT 'open;");
        Files.writeString(this.directory.resolve("V2__b.sql"), "SELECT 2; -- +goose Down");
        Files.writeString(this.directory.resolve("V3__C.java"), "");

        assertThatThrownBy(() -> MigrationCatalog.load(
                        source(CatalogOptions.defaults().withFormat(MigrationFormat.FLYWAY)), null))
                .hasMessage("""
                        The migration catalog has problems:
                          - V1__a.sql, line 1: the string that begins here is not closed; it ends with ' (a quote inside it is doubled)
                          - V2__b.sql, line 1: "-- +goose Down" is a mark of goose, but the files are read as those of Flyway
                          - V3__C.java: this migration is not SQL; leave it out by its name with e2e.migrations.leave-out
                        Action: Fix the named files; nothing was run. Their format is described in docs/your-migrations.md.""");
    }

    @Test
    void loadWhenFilesAreOursRefusesWhatIsForOtherTools() throws IOException {
        write(this.directory, "001_a.sql");

        assertThatThrownBy(() ->
                        MigrationCatalog.load(source(CatalogOptions.defaults().withLeaveOut("x")), null))
                .hasMessageContaining("the files have headers of e2e-migrations, for which e2e.migrations.placeholders,"
                        + " run-first and leave-out mean nothing");
    }

    @Test
    void loadWhenAFileReadsAnotherBesideTheLocationFollowsIt() throws IOException {
        Path sql = Files.createDirectories(this.directory.resolve("sql"));
        Files.writeString(this.directory.resolve("common.sql"), "SELECT 'common';");
        Files.writeString(sql.resolve("1_a.sql"), "\\ir ../common.sql");

        MigrationCatalog catalog = MigrationCatalog.load(List.of("file:" + sql), null);

        assertThat(catalog.migrations().get(0).script().up())
                .extracting(SqlStatement::text)
                .containsExactly("SELECT 'common'");
    }

    private CatalogSource source(CatalogOptions options) {
        return new CatalogSource(List.of("file:" + this.directory), options, "public", "app", "shop");
    }

    private Path jarOf(Map<String, String> entries) throws IOException {
        Path jar = this.directory.resolve("foreign.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream files = new JarOutputStream(out)) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                files.putNextEntry(new ZipEntry(entry.getKey()));
                files.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    @Test
    void loadReadsDataStorageCatalog() {
        assertThat(files(MigrationOptions.DATA_STORAGE_LOCATION))
                .hasSize(19)
                .contains("013_create_audit_events_table.sql");
    }

    private static CatalogUnreadableException error(String... locations) {
        return catchThrowableOfType(
                CatalogUnreadableException.class, () -> MigrationCatalog.load(List.of(locations), null));
    }

    private static List<String> files(String location) {
        return files(CatalogLoadingTests.class.getClassLoader(), location);
    }

    private static List<String> files(ClassLoader loader, String... locations) {
        return MigrationCatalog.load(List.of(locations), loader).migrations().stream()
                .map(Migration::file)
                .toList();
    }

    private static void write(Path directory, String name) throws IOException {
        Files.writeString(directory.resolve(name), sql(name));
    }

    private static String sql(String name) {
        return "-- name: " + name + "\n-- description: For a test.\nSELECT 1;\n";
    }

    private Path jar(String name, String... files) throws IOException {
        Path jar = this.directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("db/"));
            entries.putNextEntry(new ZipEntry("db/team/"));
            for (String file : files) {
                entries.putNextEntry(new ZipEntry("db/team/" + file));
                entries.write(sql(file).getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static URLClassLoader loader(Path... paths) throws IOException {
        URL[] urls = new URL[paths.length];
        for (int i = 0; i < paths.length; i++) {
            urls[i] = paths[i].toUri().toURL();
        }
        return new URLClassLoader(urls, null);
    }
}
