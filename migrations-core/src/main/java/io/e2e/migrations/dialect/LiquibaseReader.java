package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.script.ScriptEvents;
import io.e2e.migrations.script.ScriptSyntaxException;
import io.e2e.migrations.script.SqlStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads formatted SQL of Liquibase in the order of its master list; without one, in the order of the files' paths. Each
 * changeset is a migration. Source: <a
 * href="https://docs.liquibase.com/concepts/changelogs/sql-format.html">Liquibase, formatted SQL</a>.
 */
final class LiquibaseReader {

    private final CatalogDraft draft;
    private final Placeholders placeholders;
    private final Map<MigrationFile, String> paths = new LinkedHashMap<>();
    private final List<MigrationFile> lists;
    private final List<ForeignMigration> migrations = new ArrayList<>();
    private final List<Integer> orders = new ArrayList<>();
    private final Set<String> read = new HashSet<>();

    private LiquibaseReader(CatalogDraft draft, Placeholders placeholders) {
        this.draft = draft;
        this.placeholders = placeholders;
        draft.files().all().forEach(file -> this.paths.put(file, "/" + path(file.location(), file.name())));
        this.lists = draft.files().all().stream().filter(ChangeLog::isOne).toList();
    }

    static void read(CatalogDraft draft, Placeholders placeholders) {
        new LiquibaseReader(draft, placeholders).read();
    }

    private void read() {
        List<MigrationFile> masters = masters();
        if (masters.isEmpty()) {
            this.draft.files().sql().stream()
                    .sorted(Comparator.comparing(MigrationFile::name))
                    .forEach(this::sql);
        } else {
            masters.forEach(this::list);
            this.draft.sql().stream()
                    .filter(file -> !this.read.contains(key(file.file())))
                    .forEach(this.draft::ignore);
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < this.migrations.size(); i++) {
            places.add(i);
        }
        places.sort(Comparator.comparing(this.orders::get));
        places.forEach(place -> this.draft.add(this.migrations.get(place)));
        this.draft.requireUnique(ForeignMigration::id, "changeset", text -> text);
    }

    /** The lists that no other list includes; those of several locations are run in the order of the locations. */
    private List<MigrationFile> masters() {
        Set<String> included = new HashSet<>();
        for (MigrationFile list : this.lists) {
            entries(list).forEach(entry -> targets(list, entry).forEach(target -> included.add(key(target))));
        }
        Map<String, List<MigrationFile>> byLocation = this.lists.stream()
                .filter(list -> !included.contains(key(list)))
                .collect(Collectors.groupingBy(MigrationFile::location, LinkedHashMap::new, Collectors.toList()));
        return byLocation.values().stream()
                .flatMap(list -> oneOf(list).stream())
                .toList();
    }

    /** The master of a location; of several, the one that is not left out. One alone is left out only as to its changesets. */
    private List<MigrationFile> oneOf(List<MigrationFile> masters) {
        if (masters.size() == 1) {
            return masters;
        }
        List<MigrationFile> kept = masters.stream()
                .filter(list -> !this.draft.files().isLeftOut(list))
                .toList();
        if (kept.size() > 1) {
            this.draft.problem(
                    kept.get(0).name() + " and " + kept.get(1).name(),
                    "no list includes them, so that none is the master; leave all but one out with e2e.migrations.leave-out");
        }
        return kept;
    }

    private List<ChangeLog.Entry> entries(MigrationFile list) {
        return this.draft
                .reported(list.name(), () -> ChangeLog.read(list).entries())
                .orElse(List.of());
    }

    private void list(MigrationFile list) {
        if (!this.read.add(key(list))) {
            return;
        }
        int changeSets = 0;
        for (ChangeLog.Entry entry : entries(list)) {
            switch (entry.kind()) {
                case "changeSet" -> changeSets++;
                case "property" -> property(list, entry);
                case "include", "includeAll" -> include(list, entry);
                default -> {}
            }
        }
        if (changeSets > 0 && !this.draft.files().isLeftOut(list)) {
            this.draft.notSql(list.name());
        }
    }

    private void property(MigrationFile list, ChangeLog.Entry entry) {
        if (!entry.value("file").isEmpty()) {
            this.draft.problem(
                    list.name() + ", line " + entry.line(),
                    "properties of the file " + entry.value("file") + " are not read; set e2e.migrations.placeholders");
        } else if (ChangeSet.isForPostgres(entry.value("dbms"))) {
            this.placeholders.define(entry.value("name"), entry.value("value"));
        }
    }

    private void include(MigrationFile list, ChangeLog.Entry entry) {
        List<MigrationFile> targets = targets(list, entry);
        if (targets.isEmpty() && !ChangeLog.isTrue(entry.value("ignore"))) {
            this.draft.problem(
                    list.name() + ", line " + entry.line(),
                    entry.kind() + " "
                            + entry.value("file") + entry.value("path")
                            + " is in none of the locations; add its directory to e2e.migrations.locations");
        }
        for (MigrationFile target : targets) {
            if (ChangeLog.isOne(target)) {
                list(target);
            } else if (target.isSql()) {
                sql(target);
            } else if (this.draft.files().kept().anyMatch(target::equals)) {
                this.draft.notSql(target.name());
            }
        }
    }

    /** The files that an entry names, by a path from the root of the class path or from the list's own directory. */
    private List<MigrationFile> targets(MigrationFile list, ChangeLog.Entry entry) {
        boolean all = entry.kind().equals("includeAll");
        String path = entry.value(all ? "path" : "file").replaceFirst("^(classpath:)?/*", "");
        if (path.isEmpty()) {
            return List.of();
        }
        boolean relative = ChangeLog.isTrue(entry.value("relativeToChangelogFile"));
        String wanted =
                "/" + SourceFiles.normalized((relative ? path(list.location(), list.directory()) + "/" : "") + path);
        Stream<MigrationFile> found = this.paths.entrySet().stream()
                .filter(file -> all
                        ? file.getValue().contains(wanted + "/")
                        : file.getValue().endsWith(wanted))
                .map(Map.Entry::getKey);
        // The shortest is the nearest to the root of the class path.
        return all
                ? found.filter(file -> !file.equals(list) && (file.isSql() || ChangeLog.isOne(file)))
                        .sorted(Comparator.comparing(MigrationFile::name))
                        .toList()
                : found
                        .min(Comparator.comparingInt(
                                file -> this.paths.getOrDefault(file, "").length()))
                        .stream()
                        .toList();
    }

    private static String path(String location, String name) {
        return SourceFiles.normalized(location.replaceFirst("^(classpath\\*?|file):", "") + "/" + name);
    }

    private static String key(MigrationFile file) {
        return file.location() + " " + file.name();
    }

    private void sql(MigrationFile file) {
        if (!this.read.add(key(file)) || this.draft.files().isLeftOut(file)) {
            return;
        }
        this.draft.reported(file.name(), () -> {
            String text = ScannedFile.normalized(file.text());
            if (!ScannedFile.isLiquibase(text)) {
                // Liquibase makes one changeset of a file without marks.
                add(file, new ChangeSet("includeAll", "raw", "", 0, text, "", List.of()));
                return true;
            }
            FormattedSql.read(text, this.placeholders::define).stream()
                    .filter(set -> ChangeSet.isForPostgres(set.attribute("dbms")) && !set.is("ignore", false))
                    .forEach(set -> add(file, set));
            return true;
        });
    }

    private void add(MigrationFile file, ChangeSet set) {
        String sql = this.placeholders.replace(set.sql(), file.fileName());
        String rollback = set.rollback().strip();
        boolean none = rollback.isEmpty() || rollback.matches("(?is)(not required|empty);?|changesetId:.*");
        MigrationScript up = script(file, ended(sql, set), set.line() + 1);
        List<SqlStatement> down = none
                ? List.of()
                : script(file, this.placeholders.replace(rollback, file.fileName()), set.line())
                        .up();
        this.orders.add(set.order());
        this.migrations.add(new ForeignMigration(
                file.location(),
                file.name() + "::" + set.id() + "::" + set.author(),
                MigrationVersion.NONE,
                set.author() + ":" + set.id(),
                false,
                new MigrationScript(Preconditions.around(up.up(), set), down, set.is("runInTransaction", true)),
                set.attributes() + set.conditions() + "\n" + sql + "\n" + rollback));
    }

    private MigrationScript script(MigrationFile file, String sql, int line) {
        return new ScriptReader(MigrationFormat.LIQUIBASE, file, this.draft.includes())
                .read(ScriptEvents.read(sql, line, comment -> false));
    }

    /** A delimiter of its own ends a statement at the end of a line, where a semicolon does it for us. */
    private static String ended(String sql, ChangeSet set) {
        String delimiter = set.attribute("endDelimiter").replaceFirst("^(\\\\[nrs][*+]?)+", "");
        if (delimiter.isEmpty() || delimiter.equals(";")) {
            return sql;
        }
        if (delimiter.matches(".*[\\\\|()\\[\\]*+?].*")) {
            throw new ScriptSyntaxException(
                    "endDelimiter:" + delimiter + " is an expression, which is not read", set.line());
        }
        String quoted = Pattern.quote(delimiter);
        return sql.replaceAll(
                "(?im)" + (delimiter.equals("/") || delimiter.matches("\\w+") ? "^\\s*" : "") + quoted + "[ \\t]*$",
                ";");
    }
}
