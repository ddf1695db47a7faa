package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.script.ScriptSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a reader collects. An instance is for one catalog. */
final class CatalogDraft {

    private final MigrationFormat format;
    private final SourceFiles files;
    private final Includes includes;
    private final List<ScannedFile> scanned;
    private final Map<String, MigrationFile> kept = new HashMap<>();
    private final List<ForeignMigration> migrations = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<String> notSql = new ArrayList<>();
    private final Map<String, List<String>> problems = new LinkedHashMap<>();

    CatalogDraft(MigrationFormat format, SourceFiles files, Includes includes, List<ScannedFile> scanned) {
        this.format = format;
        this.files = files;
        this.includes = includes;
        this.scanned = scanned;
        files.kept().forEach(file -> this.kept.put(file.location() + " " + file.name(), file));
    }

    /** The file with a path in the location of another one, unless it is left out. */
    Optional<MigrationFile> beside(ScannedFile file, String name) {
        return Optional.ofNullable(this.kept.get(file.file().location() + " " + name));
    }

    SourceFiles files() {
        return this.files;
    }

    MigrationFormat format() {
        return this.format;
    }

    /** The SQL files that are not left out, and that no other one includes. */
    List<ScannedFile> sql() {
        return this.scanned;
    }

    /** Whether the file lies in a directory of a location that the tool, which reads no subdirectories, does not look into. */
    boolean isBelow(ScannedFile file) {
        boolean topLevel = this.scanned.stream()
                .anyMatch(other -> other.file().location().equals(file.file().location())
                        && other.file().directory().isEmpty());
        return topLevel && !file.file().directory().isEmpty();
    }

    /** The script of a file; empty if it has a problem, which is then added. */
    Optional<MigrationScript> script(ScannedFile file) {
        return reported(file.name(), () -> ScriptReader.read(file, this.format, this.includes));
    }

    /** The result of reading a part of a file; empty if it has a problem, which is then added. */
    <T> Optional<T> reported(String name, java.util.function.Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (ScriptSyntaxException ex) {
            problem(name + ", line " + ex.line(), ex.problem());
            return Optional.empty();
        }
    }

    Includes includes() {
        return this.includes;
    }

    /** Adds a versioned migration that is the whole of a file. */
    void add(ScannedFile file, MigrationVersion version, String name) {
        script(file).ifPresent(script -> add(file, version, name, script));
    }

    void add(ScannedFile file, MigrationVersion version, String name, MigrationScript script) {
        add(new ForeignMigration(file.file().location(), file.name(), version, name, false, script, file.text()));
    }

    void add(ForeignMigration migration) {
        this.migrations.add(migration);
    }

    void ignore(ScannedFile file) {
        this.ignored.add(file.name());
    }

    void notSql(String migration) {
        this.notSql.add(migration);
    }

    /** Adds what is wrong at a place; the same at several places is reported once. */
    void problem(String where, String what) {
        this.problems.computeIfAbsent(what, any -> new ArrayList<>()).add(where);
    }

    /** Reports migrations of which the tool accepts one only. */
    void requireUnique(Function<ForeignMigration, Object> key, String what, UnaryOperator<String> shown) {
        Map<Object, ForeignMigration> first = new LinkedHashMap<>();
        for (ForeignMigration migration : this.migrations) {
            ForeignMigration other = first.putIfAbsent(key.apply(migration), migration);
            if (other != null) {
                problem(
                        named(other) + " and " + named(migration),
                        "the " + what + " " + shown.apply(String.valueOf(key.apply(migration)))
                                + " is used twice, which " + this.format + " refuses; rename one of them");
            }
        }
    }

    private String named(ForeignMigration migration) {
        return migration.id() + " in " + migration.location();
    }

    List<String> problems() {
        return this.problems.entrySet().stream()
                .map(problem -> places(problem.getValue()) + ": " + problem.getKey())
                .toList();
    }

    private static String places(List<String> places) {
        String others = places.size() == 2 ? places.get(1) : (places.size() - 1) + " other places";
        return places.get(0) + (places.size() == 1 ? "" : " and " + others);
    }

    ForeignCatalog finish(String because) {
        Set<String> ids = new HashSet<>();
        for (ForeignMigration migration : this.migrations) {
            if (!ids.add(migration.id())) {
                problem(
                        migration.id(),
                        "several locations have this file, and the history tells files by their paths; rename one of them");
            }
        }
        if (this.migrations.isEmpty() && this.notSql.isEmpty() && this.problems.isEmpty()) {
            problem(
                    this.ignored.isEmpty() ? "the files of the locations" : String.join(", ", this.ignored),
                    "nothing here is a migration of " + this.format + "; set e2e.migrations.format");
        }
        List<String> leftOut = this.files.all().stream()
                .filter(this.files::isLeftOut)
                .map(MigrationFile::name)
                .toList();
        return new ForeignCatalog(
                this.format, because, this.migrations, leftOut, this.ignored, this.notSql, problems());
    }
}
