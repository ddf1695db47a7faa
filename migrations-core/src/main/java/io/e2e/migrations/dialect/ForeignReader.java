package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.script.MigrationScript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the files of all locations as one catalog of one format, found by what they look like or configured. */
public final class ForeignReader {

    private static final String OTHERS =
            "(mysql|mariadb|sqlite3?|h2|hsqldb|derby|oracle|mssql|sqlserver|db2|clickhouse|cassandra|cockroach(?:db)?|spanner)";

    private static final Pattern DIRECTORY_OF_OTHERS = Pattern.compile("(?i)(.*/)?" + OTHERS + "/.*");
    private static final Pattern FILE_OF_OTHERS = Pattern.compile("(?i).*\\." + OTHERS + "(\\.(up|down))?\\.sql");

    private final CatalogSource source;
    private final SourceFiles files;
    private final Placeholders placeholders;
    private final Includes includes;

    private ForeignReader(CatalogSource source, SourceFiles files) {
        this.source = source;
        this.files = files.withoutNested(source.locations());
        this.placeholders = new Placeholders(source);
        this.includes = new Includes(this.files, this.placeholders);
    }

    /** The migrations of files; empty if the files are ours. */
    public static Optional<ForeignCatalog> read(CatalogSource source, SourceFiles files) {
        return new ForeignReader(source, files).read();
    }

    /** Whether a file is, or may be, a migration: of SQL or not. */
    public static boolean isMigration(MigrationFile file) {
        return file.isSql()
                || ChangeLog.isOne(file)
                || FlywayReader.isNotSql(file)
                || NumberedReader.isNotSql(file)
                || DirectoryReader.isNotSql(file);
    }

    private Optional<ForeignCatalog> read() {
        MigrationFormat configured = this.source.options().format();
        boolean auto = configured == MigrationFormat.AUTO;
        List<String> ours = auto ? ourLocations() : List.of();
        if (configured == MigrationFormat.HEADERS || this.files.all().isEmpty()) {
            return Optional.empty();
        }
        if (!ours.isEmpty()) {
            return mixedWithOurs(ours);
        }
        List<ScannedFile> scanned = scan(file -> true);
        boolean master = this.files.kept().anyMatch(ChangeLog::isOne);
        FormatFinder.Found found =
                auto ? FormatFinder.find(scanned, master) : new FormatFinder.Found(configured, "", Optional.empty());
        return Optional.of(found.problem().map(ForeignReader::refused).orElseGet(() -> read(found, scanned)));
    }

    private List<String> ourLocations() {
        return this.source.locations().stream()
                .filter(location -> FormatFinder.isOurs(this.files.sql().stream()
                        .filter(file -> file.location().equals(location))
                        .toList()))
                .toList();
    }

    /** Refuses another tool's files beside ours. Files that only lack a header are checked with ours. */
    private Optional<ForeignCatalog> mixedWithOurs(List<String> ours) {
        List<ScannedFile> others = scan(file -> !ours.contains(file.location()));
        FormatFinder.Found found = FormatFinder.find(others, false);
        if (found.format() == MigrationFormat.PLAIN || found.format() == MigrationFormat.GOOSE) {
            return Optional.empty();
        }
        String other = found.problem().orElse(found.because());
        return Optional.of(refused(String.join(", ", ours) + " has files with headers of e2e-migrations, but " + other
                + ": one catalog has one format"));
    }

    private static ForeignCatalog refused(String problem) {
        return new ForeignCatalog(
                MigrationFormat.AUTO, "", List.of(), List.of(), List.of(), List.of(), List.of(problem));
    }

    /** Reads the SQL files that are not left out, and that no other one includes. */
    private List<ScannedFile> scan(Predicate<MigrationFile> which) {
        List<ScannedFile> scanned = this.files.sql().stream()
                .filter(which)
                .map(file -> ScannedFile.of(file, this.placeholders))
                .toList();
        Set<MigrationFile> included = scanned.stream()
                .flatMap(file -> this.includes.included(file).stream())
                .collect(Collectors.toCollection(HashSet::new));
        List<ScannedFile> roots =
                scanned.stream().filter(file -> !included.contains(file.file())).toList();
        // Files that include each other are reported where they do.
        return roots.isEmpty() ? scanned : roots;
    }

    private ForeignCatalog read(FormatFinder.Found found, List<ScannedFile> scanned) {
        CatalogDraft draft = new CatalogDraft(found.format(), this.files, this.includes, scanned);
        this.files.kept().forEach(file -> doubt(file, draft));
        switch (found.format()) {
            case FLYWAY -> FlywayReader.read(draft);
            case LIQUIBASE -> LiquibaseReader.read(draft, this.placeholders);
            case DIRECTORIES -> DirectoryReader.read(draft);
            default -> NumberedReader.read(draft);
        }
        ForeignCatalog catalog = draft.finish(found.because());
        List<ForeignMigration> migrations = new ArrayList<>();
        CatalogDraft first = new CatalogDraft(MigrationFormat.PLAIN, this.files, this.includes, List.of());
        this.files.first().forEach(file -> first(file, first).ifPresent(migrations::add));
        migrations.addAll(catalog.migrations());
        List<String> problems = new ArrayList<>(first.problems());
        problems.addAll(catalog.problems());
        return new ForeignCatalog(
                catalog.format(),
                catalog.because(),
                migrations,
                catalog.leftOut(),
                catalog.ignored(),
                catalog.notSql(),
                problems);
    }

    /** Reports a file that is here by mistake, or whose tool nobody can tell. */
    private static void doubt(MigrationFile file, CatalogDraft draft) {
        if (!file.isSql() && file.name().toLowerCase(Locale.ROOT).endsWith(".sql")) {
            draft.problem(file.name(), "tools look for .sql in lower case; rename the file");
        } else if (file.isSql() && FILE_OF_OTHERS.matcher(file.name()).matches()) {
            draft.problem(
                    file.name(),
                    "the file is named for another database; leave such files out with e2e.migrations.leave-out, where"
                            + " * stands for any text (*.mysql.*)");
        } else if (file.isSql() && DIRECTORY_OF_OTHERS.matcher(file.name()).matches()) {
            draft.problem(
                    file.name(),
                    "the directory is named for another database; set e2e.migrations.locations to that of PostgreSQL, or leave"
                            + " this one out with e2e.migrations.leave-out=" + file.directory());
        }
    }

    private Optional<ForeignMigration> first(MigrationFile file, CatalogDraft draft) {
        ScannedFile scanned = ScannedFile.of(file, this.placeholders);
        Optional<MigrationScript> script = draft.script(scanned);
        return script.map(read -> new ForeignMigration(
                file.location(), file.name(), MigrationVersion.NONE, file.fileName(), false, read, scanned.text()));
    }
}
