package io.e2e.migrations.dialect;

import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.script.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds a directory of files for tests, and shows what the readers make of it. */
final class ForeignFiles {

    private final List<MigrationFile> files = new ArrayList<>();
    private final List<String> locations = new ArrayList<>();
    private CatalogOptions options = CatalogOptions.defaults();

    static ForeignFiles files() {
        return new ForeignFiles().in("file:/sql");
    }

    /** Says where the files that are added from now on lie. */
    ForeignFiles in(String location) {
        this.locations.add(location);
        return this;
    }

    ForeignFiles file(String name, String... lines) {
        String location = this.locations.get(this.locations.size() - 1);
        this.files.add(new MigrationFile(location, name, "file [/sql/" + name + "]", String.join("\n", lines) + "\n"));
        return this;
    }

    ForeignFiles with(UnaryOperator<CatalogOptions> change) {
        this.options = change.apply(this.options);
        return this;
    }

    ForeignFiles as(MigrationFormat format) {
        return with(defaults -> defaults.withFormat(format));
    }

    ForeignCatalog read() {
        return ifForeign().orElseThrow();
    }

    CatalogSource source() {
        return new CatalogSource(this.locations, this.options, "app", "owner", "shop");
    }

    /** The catalog; empty if the files are ours. */
    Optional<ForeignCatalog> ifForeign() {
        return ForeignReader.read(
                source(),
                new SourceFiles(this.files, List.of(), this.options.leaveOut(), (from, path) -> Optional.empty()));
    }

    /** A line for the format, and one for each migration, statements included. */
    String shown() {
        ForeignCatalog catalog = read();
        if (!catalog.problems().isEmpty()) {
            return String.join("\n", catalog.problems());
        }
        return Stream.of(
                        Stream.of(catalog.format().name()),
                        catalog.migrations().stream().map(ForeignFiles::shown),
                        lines("ignored", catalog.ignored()),
                        lines("left out", catalog.leftOut()),
                        lines("not SQL", catalog.notSql()))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<String> lines(String label, List<String> files) {
        return files.stream().map(file -> label + ": " + file);
    }

    private static String shown(ForeignMigration migration) {
        String marks = (migration.repeatable() ? " repeatable" : "")
                + (migration.script().transactional() ? "" : " without transaction");
        return migration.version() + "|" + migration.name() + "|" + migration.id() + marks + " up "
                + statements(migration.script().up()) + " down "
                + statements(migration.script().down());
    }

    private static String statements(List<SqlStatement> statements) {
        return statements.stream()
                .map(statement -> statement.line() + ":" + statement.text())
                .toList()
                .toString();
    }
}
