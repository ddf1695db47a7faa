package io.e2e.migrations.tool.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.catalog.HeadersFile;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.MigrationFacts;
import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where headers are written, by whose the files are, and that writing damages nothing. */
class ToolHeadersTests {

    private static final String HEADER = "-- creates: table a\n";

    @TempDir
    private Path directory;

    private Path write(String file, String text) throws IOException {
        Path path = this.directory.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private MigrationCatalog load(MigrationFormat format) {
        return MigrationCatalog.load(
                new CatalogSource(
                        List.of("file:" + this.directory),
                        CatalogOptions.defaults().withFormat(format),
                        "public",
                        "",
                        ""),
                null);
    }

    private void describe(MigrationFormat format, Placement placement) {
        MigrationFacts facts = new MigrationFacts(
                List.of(SchemaObject.of(ObjectKind.TABLE, "a")), List.of(), List.of(), List.of(), List.of());
        MigrationCatalog catalog = load(format);
        MigrationCatalog known = catalog.withFacts(
                catalog.migrations().stream().collect(Collectors.toMap(Migration::file, migration -> facts)));
        ToolHeaders headers = new ToolHeaders(catalog, format, Map.of("file:" + this.directory, this.directory));
        List<FileChange> changes = headers.changes(known, headers.areInto(placement)).stream()
                .filter(FileChange::isChange)
                .toList();
        changes.forEach(FileChange::requireWritable);
        changes.forEach(FileChange::write);
    }

    @ParameterizedTest
    @CsvSource({
        "001_a.sql, -- +goose Up",
        "001_a.sql, -- migrate:up",
        "001-a.sql, -- +migrate Up",
        "2024-01-01-000000_a/up.sql, --",
    })
    void describeWhenTheToolKeepsNoChecksumsWritesIntoTheFiles(String file, String mark) throws IOException {
        Path path = write(file, mark + "\nCREATE TABLE a (id int);");
        String checksum = load(MigrationFormat.AUTO).migrations().get(0).checksum();

        describe(MigrationFormat.AUTO, Placement.AUTO);
        describe(MigrationFormat.AUTO, Placement.AUTO);

        assertThat(path)
                .hasContent("-- e2e-migrations: " + checksum.substring(0, 16) + "\n" + HEADER + mark
                        + "\nCREATE TABLE a (id int);");
        assertThat(this.directory.resolve(HeadersFile.NAME)).doesNotExist();
        MigrationCatalog described = load(MigrationFormat.AUTO);
        assertThat(described.described()).isPresent();
        assertThat(described.migrations().get(0).checksum()).isEqualTo(checksum);

        describe(MigrationFormat.AUTO, Placement.BESIDE);

        assertThat(path).hasContent(mark + "\nCREATE TABLE a (id int);");
        assertThat(this.directory.resolve(HeadersFile.NAME)).content().endsWith("\n  creates: table a\n");
        assertThat(load(MigrationFormat.AUTO).described()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "V1__a.sql,           '', Flyway keeps a checksum of each file%2C comments included",
        "1_a.sql,             -- no-transaction, sqlx keeps a checksum of each file%2C comments included",
        "1_a/migration.sql,   '', Prisma keeps a checksum of each file%2C comments included",
        "a.sql,               --liquibase formatted sql%0A--changeset me:1, Liquibase keeps a checksum of each changeset%2C of which a file may have"
                + " several",
        "1_a.up.sql,          '', their names are those of golang-migrate and of sqlx%2C which keeps checksums; set the format"
                + " to golang-migrate if they are of the former",
    })
    void describeWhenTheToolKeepsChecksumsWritesBesideTheFilesAndRefusesOthers(String file, String first, String why)
            throws IOException {
        String text = first.replace("%0A", "\n") + "\nCREATE TABLE a (id int);\n";
        Path path = write(file, text);

        describe(MigrationFormat.AUTO, Placement.AUTO);
        describe(MigrationFormat.AUTO, Placement.AUTO);

        assertThat(path).hasContent(text);
        assertThat(load(MigrationFormat.AUTO).described()).isPresent();
        assertThatThrownBy(() -> describe(MigrationFormat.AUTO, Placement.INTO))
                .isInstanceOf(DescribeRefusedException.class)
                .hasMessage("Headers cannot be written into the files: " + why.replace("%2C", ",")
                        + ".\nAction: Write the headers beside the files.");
    }

    @Test
    void describeWhenTheFormatIsConfiguredToBeThatOfGolangMigrateWritesIntoTheFiles() throws IOException {
        Path path = write("1_a.up.sql", "CREATE TABLE a (id int);\n");

        describe(MigrationFormat.GOLANG_MIGRATE, Placement.AUTO);

        assertThat(path).content().contains(HEADER);
    }

    @Test
    void describeWhenAtlasKeepsChecksumsWritesBesideTheFiles() throws IOException {
        Path path = write("1_a.sql", "-- +goose Up\nCREATE TABLE a (id int);\n");
        write("atlas.sum", "h1:x");

        describe(MigrationFormat.AUTO, Placement.AUTO);

        assertThat(path).content().doesNotContain(HEADER);
        assertThatThrownBy(() -> describe(MigrationFormat.AUTO, Placement.INTO))
                .hasMessageStartingWith("Headers cannot be written into the files: atlas.sum has checksums of them.");
    }

    @Test
    void describeWhenNobodyKnowsTheToolWritesBesideTheFilesUnlessItIsSaidWhere() throws IOException {
        Path path = write("1_a.sql", "CREATE TABLE a (id int);\n");

        describe(MigrationFormat.AUTO, Placement.AUTO);
        assertThat(path).content().doesNotContain(HEADER);

        describe(MigrationFormat.AUTO, Placement.INTO);
        assertThat(path).content().contains(HEADER);
        assertThat(this.directory.resolve(HeadersFile.NAME)).doesNotExist();
    }

    @Test
    void describeWhenAFileIsALinkAndHasAModeKeepsBoth() throws IOException {
        Path real = write("elsewhere/a.txt", "-- +goose Up\r\nCREATE TABLE a (id int);");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw-r-x"));
        Path link = Files.createSymbolicLink(this.directory.resolve("1_a.sql"), real);

        describe(MigrationFormat.AUTO, Placement.AUTO);

        assertThat(link).isSymbolicLink().content().contains(HEADER.replace("\n", "\r\n"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-rw-r-x");
        assertThat(real.getParent()).isDirectoryContaining("glob:**a.txt").isDirectoryNotContaining("glob:**tmp");
    }

    @Test
    void describeWhenAFileIsReadOnlyWritesNothingAndNamesIt() throws IOException {
        Path first = write("1_a.sql", "-- +goose Up\nCREATE TABLE a (id int);");
        Path second = write("2_b.sql", "-- +goose Up\nSELECT 1;");
        Files.setPosixFilePermissions(second, PosixFilePermissions.fromString("r--r--r--"));

        assertThatThrownBy(() -> describe(MigrationFormat.AUTO, Placement.AUTO))
                .hasMessage(second.toRealPath()
                        + " is read-only; nothing was written.\nAction: Make the file writable, or write the headers"
                        + " beside the files.");
        assertThat(first).content().doesNotContain(HEADER);
    }
}
