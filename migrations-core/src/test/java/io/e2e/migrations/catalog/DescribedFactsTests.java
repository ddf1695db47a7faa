package io.e2e.migrations.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.SourceKey;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.script.HeaderBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that were written into the files of other tools, or beside them. */
class DescribedFactsTests {

    private static final MigrationFacts FACTS = new MigrationFacts(
            List.of(
                    SchemaObject.of(ObjectKind.TABLE, "orders"),
                    SchemaObject.of(ObjectKind.TABLE, "table"),
                    SchemaObject.of(ObjectKind.INDEX, "on", "orders"),
                    SchemaObject.of(ObjectKind.INDEX, "of, (it)", "two words")),
            List.of(
                    new SchemaObject(ObjectKind.TABLE, "customers", null, List.of("rows", "a, b (c)")),
                    new SchemaObject(ObjectKind.TABLE, "100%", null, List.of("x+y"))),
            List.of(SchemaObject.of(ObjectKind.VIEW, "billing.\"Bills\""), SchemaObject.of(ObjectKind.VIEW, "ünder")),
            List.of(
                    new Requirement.Role("down"),
                    new Requirement.FinalForm(SchemaObject.of(ObjectKind.TABLE, "customers")),
                    new Requirement.FinalForm(SchemaObject.of(ObjectKind.FUNCTION, "f;g")),
                    new Requirement.Use(new ObjectRef(ObjectRef.Space.DATABASE, "operator +(mood, mood)"))),
            List.of(
                    ObjectRef.relation("two words"),
                    new ObjectRef(ObjectRef.Space.FUNCTION, "f"),
                    new ObjectRef(ObjectRef.Space.TYPE, "t"),
                    new ObjectRef(ObjectRef.Space.DATABASE, "extension uuid-ossp")));

    @TempDir
    private Path directory;

    private void write(String file, String text) throws IOException {
        Path path = this.directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private MigrationCatalog load() {
        return MigrationCatalog.load(List.of("file:" + this.directory), null);
    }

    private static MigrationCatalog withFacts(MigrationCatalog catalog, MigrationFacts facts) {
        return catalog.withFacts(catalog.migrations().stream()
                .collect(java.util.stream.Collectors.toMap(Migration::file, any -> facts)));
    }

    /** Writes what is beside the files, as if each migration had these facts. */
    private void describe(MigrationFacts facts) throws IOException {
        write(HeadersFile.NAME, HeadersFile.write(withFacts(load(), facts).migrations()));
    }

    private static MigrationFacts facts(String creates) {
        return new MigrationFacts(
                List.of(SchemaObject.of(ObjectKind.TABLE, creates)), List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void linesWhenReadAgainAreTheSameFacts() throws IOException {
        write("V1__a.sql", "SELECT 1;");
        List<String> problems = new ArrayList<>();

        List<String> lines = FactsLines.of(withFacts(load(), FACTS).migrations().get(0));

        assertThat(lines)
                .containsExactly(
                        "creates: table orders, %74able",
                        "creates: index on on orders",
                        "creates: index of%2C%20%28it%29 on two%20words",
                        "alters: table customers (rows, a%2C%20b%20%28c%29)",
                        "alters: table 100%25 (x+y)",
                        "drops: view billing.%22Bills%22, ünder",
                        "requires: role down, table customers, function f%3Bg",
                        "uses: object operator +(mood, mood)",
                        // The table of an index is among the objects that are created, and needs no word.
                        "touches: function f",
                        "touches: type t",
                        "touches: object extension uuid-ossp");
        MigrationFacts read = FactsLines.parse(lines, problems);
        assertThat(problems).isEmpty();
        assertThat(read.creates()).isEqualTo(FACTS.creates());
        assertThat(read.alters()).isEqualTo(FACTS.alters());
        assertThat(read.drops()).isEqualTo(FACTS.drops());
        assertThat(read.requires()).isEqualTo(FACTS.requires());
        assertThat(read.touches()).isEqualTo(FACTS.touches().subList(1, 4));
    }

    @Test
    void describedWhenHeadersAreBesideTheFilesHasTheirFacts() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        write("R__b.sql", "SELECT 1;");
        describe(facts("a"));

        MigrationCatalog catalog = load();

        assertThat(catalog.hasFacts()).isFalse();
        assertThat(catalog.undescribed()).isEmpty();
        assertThat(catalog.described().orElseThrow().touching(ObjectRef.relation("a")))
                .extracting(Migration::file)
                .containsExactly("V1__a.sql", "R__b.sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- +goose Up\n", "-- migrate:up\n", "-- +migrate Up\n"})
    void describedWhenHeadersAreInTheFilesHasTheirFactsAndTheSameChecksums(String mark) throws IOException {
        String text = "-- A note: it is kept.\n" + mark + "CREATE TABLE a (id int);\n";
        write("001_a.sql", text);
        Migration before = load().migrations().get(0);
        write("001_a.sql", HeaderBlock.with(text, before.checksum(), List.of("creates: table a", "requires: role x")));

        MigrationCatalog catalog = load();

        assertThat(catalog.undescribed()).isEmpty();
        assertThat(catalog.described()).isPresent();
        Migration migration = catalog.migrations().get(0);
        assertThat(migration.checksum()).isEqualTo(before.checksum());
        assertThat(migration.fileChecksum()).isEqualTo(before.fileChecksum());
        // Lines are those of the file, for errors.
        assertThat(migration.script().up().get(0).line()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void headerWhenWrittenAgainIsInItsPlaceAndKeepsTheRest(String lineEnd) {
        String text = "\uFEFF-- License: ours" + lineEnd + "-- +goose Up" + lineEnd + "SELECT 1";
        String checksum = "0123456789abcdef0123";
        String once = HeaderBlock.with(text, checksum, List.of("creates: table a"));
        String moved = once.replace(
                        "-- e2e-migrations: 0123456789abcdef" + lineEnd + "-- creates: table a" + lineEnd, "")
                .replace(
                        "-- +goose", "-- e2e-migrations: 00" + lineEnd + "-- creates: table b" + lineEnd + "-- +goose");

        assertThat(once)
                .isEqualTo("\uFEFF-- e2e-migrations: 0123456789abcdef" + lineEnd + "-- creates: table a" + lineEnd
                        + text.substring(1));
        assertThat(HeaderBlock.with(once, checksum, List.of("creates: table a")))
                .isEqualTo(once);
        assertThat(HeaderBlock.without(once)).isEqualTo(text);
        assertThat(HeaderBlock.with(moved, checksum, List.of("creates: table a")))
                .isEqualTo(text.replace(
                        "-- +goose",
                        "-- e2e-migrations: 0123456789abcdef" + lineEnd + "-- creates: table a" + lineEnd
                                + "-- +goose"));
    }

    @Test
    void describedWhenAFileWasChangedIsEmptyAndNamesIt() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        describe(facts("a"));
        write("V1__a.sql", "CREATE TABLE b (id int);");

        assertThat(load().described()).isEmpty();
        assertThat(load().undescribed())
                .isEqualTo("V1__a.sql is not what its header describes: it, or a placeholder in it, was changed");
    }

    @Test
    void describedWhenAFileIsNewIsEmptyAndNamesIt() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        describe(facts("a"));
        write("V2__b.sql", "ALTER TABLE a ADD COLUMN b int;");

        assertThat(load().described()).isEmpty();
        assertThat(load().undescribed()).isEqualTo("V2__b.sql has no header, and others have one");
    }

    @Test
    void describedWhenAFileIsGoneIsEmptyAndNamesIt() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        write("V2__b.sql", "ALTER TABLE a ADD COLUMN b int;");
        describe(facts("a"));
        Files.delete(this.directory.resolve("V2__b.sql"));

        assertThat(load().described()).isEmpty();
        assertThat(load().undescribed())
                .isEqualTo("e2e-migrations.headers describes V2__b.sql, which is not among the migrations");
    }

    @Test
    void describedWhenAMergeLeftAConflictIsEmptyAndNamesTheLine() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        describe(facts("a"));
        String text = Files.readString(this.directory.resolve(HeadersFile.NAME));
        write(HeadersFile.NAME, text + "<<<<<<< HEAD\n");

        assertThat(load().described()).isEmpty();
        assertThat(load().undescribed())
                .isEqualTo("e2e-migrations.headers, line " + (text.lines().count() + 1)
                        + ": '<<<<<<< HEAD' is not understood");
    }

    @Test
    void describedWhenALineIsMisspelledIsEmptyAndNamesIt() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        describe(facts("a"));
        Path headers = this.directory.resolve(HeadersFile.NAME);
        Files.writeString(headers, Files.readString(headers).replace("creates:", "create:"));

        assertThat(load().undescribed())
                .isEqualTo("the header of V1__a.sql: 'create' is not a key of a header that describe writes");
    }

    @Test
    void describedWhenSomethingRunsFirstFindsItByItsName() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        write("once/before.txt", "SELECT 1;");
        write("again/before.txt", "SELECT 1;");
        write(HeadersFile.NAME, HeadersFile.write(loadAfter("once/before.txt").migrations()));

        assertThat(loadAfter("again/before.txt").undescribed()).isEmpty();
        assertThat(loadAfter("again/before.txt").described()).isPresent();
    }

    private MigrationCatalog loadAfter(String first) {
        CatalogOptions options = CatalogOptions.defaults().withRunFirst("file:" + this.directory.resolve(first));
        return MigrationCatalog.load(
                new CatalogSource(List.of("file:" + this.directory), options, "public", "", ""), null);
    }

    @Test
    void describedWhenThereAreNoHeadersIsEmptyWithoutAProblem() throws IOException {
        write("V1__a.sql", "-- creates: a table\nCREATE TABLE a (id int);");

        assertThat(load().described()).isEmpty();
        assertThat(load().undescribed()).isEmpty();
    }

    @Test
    void keyOfMigrationsCoversTheHeadersBesideThem() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        List<String> locations = List.of("file:" + this.directory);
        var without = SourceKey.ofMigrations(locations);
        describe(facts("a"));
        var with = SourceKey.ofMigrations(locations);
        describe(facts("b"));

        assertThat(with).isPresent().isNotEqualTo(without);
        assertThat(SourceKey.ofMigrations(locations)).isPresent().isNotEqualTo(with);
    }

    /** Each tool's directory, with the file beside, is read as without it. */
    @Test
    void loadWhenHeadersAreBesideFilesOfAnyToolReadsTheSameMigrations() throws IOException {
        Map<String, String> files = Map.of(
                "flyway/V1__a.sql", "SELECT 1;",
                "goose/1_a.sql", "-- +goose Up\nSELECT 1;",
                "golang/1_a.up.sql", "SELECT 1;",
                "sqlx/1_a.sql", "-- no-transaction\nSELECT 1;",
                "dbmate/1_a.sql", "-- migrate:up\nSELECT 1;",
                "sql-migrate/1-a.sql", "-- +migrate Up\nSELECT 1;",
                "prisma/1_a/migration.sql", "SELECT 1;",
                "diesel/1_a/up.sql", "SELECT 1;",
                "plain/1_a.sql", "SELECT 1;",
                "liquibase/a.sql", "--liquibase formatted sql\n--changeset me:1\nSELECT 1;");
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(file.getKey(), file.getValue());
            Path tool = this.directory.resolve(file.getKey().replaceFirst("/.*", ""));
            List<String> location = List.of("file:" + tool);
            MigrationCatalog without = MigrationCatalog.load(location, null);
            Files.writeString(
                    tool.resolve(HeadersFile.NAME),
                    HeadersFile.write(withFacts(without, facts("a")).migrations()));
            MigrationCatalog with = MigrationCatalog.load(location, null);

            assertThat(with.describe()).isEqualTo(without.describe());
            assertThat(with.migrations()).isEqualTo(without.migrations());
            assertThat(with.described()).as(tool.toString()).isPresent();
        }
    }
}
