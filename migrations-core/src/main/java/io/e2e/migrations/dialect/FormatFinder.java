package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.script.HeaderBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the format of files by their names and marks together. */
final class FormatFinder {

    private static final Pattern NUMBERED = Pattern.compile("[0-9]+[^/]*\\.sql");
    private static final Pattern UP_OR_DOWN = Pattern.compile("[0-9]+[^/]*\\.(up|down)\\.sql");
    private static final Pattern IN_DIRECTORY = Pattern.compile(".+/(up|down|migration)\\.sql");
    private static final Pattern OUR_NAME = Pattern.compile("[0-9]+(\\.[0-9]+)*_[A-Za-z0-9_.-]+\\.sql");
    private static final Pattern OUR_KEY = Pattern.compile(
            "--\\s{0,2}(name|description|groups|creates|alters|drops|requires|input|repeatable|lossy):(\\s.*)?");

    /** What files of one format say of themselves, for the message: that of the first file. */
    private final Map<MigrationFormat, String> seen = new LinkedHashMap<>();

    private final boolean mixedNames;

    private FormatFinder(List<ScannedFile> files, boolean master) {
        for (ScannedFile file : files) {
            // What Liquibase includes may have any name.
            (master || file.isLiquibase() ? Optional.<MigrationFormat>empty() : byName(file))
                    .ifPresent(format ->
                            this.seen.putIfAbsent(format, file.name() + " is named as " + format + " names files"));
            file.marks()
                    .forEach(mark -> this.seen.putIfAbsent(
                            mark.format(),
                            file.name() + ", line " + mark.comment().line() + ", has \""
                                    + mark.comment().text().strip() + "\", a mark of " + mark.format()));
            if (file.isLiquibase()) {
                this.seen.putIfAbsent(MigrationFormat.LIQUIBASE, file.name() + " begins as Liquibase's formatted SQL");
            }
        }
        this.mixedNames = files.stream()
                        .anyMatch(file ->
                                UP_OR_DOWN.matcher(file.file().fileName()).matches())
                && files.stream()
                        .map(file -> file.file().fileName())
                        .anyMatch(name -> NUMBERED.matcher(name).matches()
                                && !UP_OR_DOWN.matcher(name).matches());
    }

    /**
     * What a catalog is.
     *
     * @param format the format
     * @param because what it was found by
     * @param problem why there is no one format; empty if there is
     */
    record Found(MigrationFormat format, String because, Optional<String> problem) {}

    /** The format of files; that of plain SQL if nothing tells more. */
    static Found find(List<ScannedFile> files, boolean master) {
        FormatFinder finder = new FormatFinder(files, master);
        if (master) {
            finder.seen.putIfAbsent(MigrationFormat.LIQUIBASE, "there is a master list of Liquibase");
        }
        return finder.found();
    }

    private Found found() {
        Set<MigrationFormat> formats = this.seen.keySet();
        if (formats.isEmpty()) {
            return new Found(MigrationFormat.PLAIN, "no file has a mark of a tool", Optional.empty());
        }
        boolean sqlx = this.mixedNames || formats.contains(MigrationFormat.SQLX);
        boolean siblings =
                Set.of(MigrationFormat.GOLANG_MIGRATE, MigrationFormat.SQLX).containsAll(formats);
        if (siblings || formats.size() == 1) {
            MigrationFormat first = formats.iterator().next();
            return new Found(
                    siblings && sqlx ? MigrationFormat.SQLX : first,
                    this.seen.getOrDefault(first, ""),
                    Optional.empty());
        }
        return new Found(
                MigrationFormat.AUTO,
                "",
                Optional.of(this.seen.values().stream().limit(2).collect(Collectors.joining(", but "))
                        + ": one catalog has one format; keep the files of one tool in the locations, or leave files out"
                        + " with e2e.migrations.leave-out"));
    }

    private static Optional<MigrationFormat> byName(ScannedFile file) {
        String name = file.file().fileName();
        if (FlywayReader.isMigration(name)) {
            return Optional.of(MigrationFormat.FLYWAY);
        }
        if (UP_OR_DOWN.matcher(name).matches()) {
            return Optional.of(MigrationFormat.GOLANG_MIGRATE);
        }
        if (IN_DIRECTORY.matcher(file.name()).matches()) {
            return Optional.of(MigrationFormat.DIRECTORIES);
        }
        return file.beginsWith("-- no-transaction") && NUMBERED.matcher(name).matches()
                ? Optional.of(MigrationFormat.SQLX)
                : Optional.empty();
    }

    /**
     * Whether files are ours: at least half of those in the location itself have a header of ours, so that a header which is
     * misspelled is still an error.
     */
    static boolean isOurs(List<MigrationFile> sql) {
        boolean direct = sql.stream().anyMatch(file -> file.directory().isEmpty());
        List<MigrationFile> named = sql.stream()
                .filter(file -> !direct || file.directory().isEmpty())
                .filter(file -> OUR_NAME.matcher(file.fileName()).matches())
                .toList();
        long ours = named.stream().filter(file -> hasHeader(file.text())).count();
        return ours > 0 && 2 * ours >= named.size();
    }

    private static boolean hasHeader(String text) {
        Set<String> keys = HeaderBlock.without(ScannedFile.normalized(text))
                .lines()
                .takeWhile(line -> line.isBlank() || line.strip().startsWith("--"))
                .map(line -> OUR_KEY.matcher(line.strip()))
                .filter(Matcher::matches)
                .map(key -> key.group(1))
                .collect(Collectors.toSet());
        return keys.size() > 1;
    }
}
