package io.e2e.migrations.catalog;

import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.dialect.ForeignReader;
import io.e2e.migrations.dialect.MigrationFile;
import io.e2e.migrations.dialect.SourceFiles;
import io.e2e.migrations.script.MigrationScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds catalogs for tests with the real parser. Adds what a file must have and a test does not need: a name from the
 * file's name, a description, a statement.
 */
public final class CatalogBuilder {

    private final List<MigrationFile> files = new ArrayList<>();
    private String location = "file:/sql";

    /** Begins a catalog without migrations. */
    public static CatalogBuilder catalog() {
        return new CatalogBuilder();
    }

    /** Adds a file with these header lines, each without its dashes: {@code creates: table a}. */
    public CatalogBuilder file(String name, String... header) {
        Stream<String> lines = Arrays.stream(header);
        if (Arrays.stream(header).noneMatch(line -> line.startsWith("name:"))) {
            String after = name.substring(name.indexOf('_') + 1).replace(".sql", "");
            lines = Stream.concat(Stream.of("name: " + after), lines);
        }
        String text = Stream.concat(lines, Stream.of("description: For a test."))
                .map(line -> "-- " + line)
                .collect(Collectors.joining("\n", "", "\n\n-- +goose Up\nSELECT 1;\n"));
        return text(name, text);
    }

    /** Says where the files that are added from now on lie; {@code file:/sql} at first. */
    public CatalogBuilder in(String newLocation) {
        this.location = newLocation;
        return this;
    }

    /** Adds a file with exactly this text. */
    public CatalogBuilder text(String name, String text) {
        this.files.add(new MigrationFile(this.location, name, "file [/sql/" + name + "]", text));
        return this;
    }

    /** The catalog of these files. */
    public MigrationCatalog build() {
        return MigrationCatalog.parse(this.files);
    }

    /** The catalog of these files as SQL files without headers. */
    public MigrationCatalog buildPlain() {
        CatalogOptions options = CatalogOptions.defaults().withFormat(MigrationFormat.PLAIN);
        SourceFiles sources = new SourceFiles(this.files, List.of(), List.of(), (from, path) -> Optional.empty());
        CatalogSource source = new CatalogSource(List.of(this.location), options, "public", "", "");
        return MigrationCatalog.of(ForeignReader.read(source, sources).orElseThrow(), sources);
    }

    /** A catalog of these migrations, which are not checked. */
    public static MigrationCatalog of(List<Migration> migrations) {
        return new MigrationCatalog(
                migrations.stream().sorted(MigrationCatalog.ORDER).toList());
    }

    /** A migration without a file. */
    public static Migration migration(String file, MigrationHeader header) {
        return Migration.of(
                new MigrationFile("file:/sql", file, file, ""),
                header,
                new MigrationScript(List.of(), List.of(), true),
                file);
    }
}
