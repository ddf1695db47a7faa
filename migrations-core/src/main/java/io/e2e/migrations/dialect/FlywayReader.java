package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.script.ScriptSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the files of Flyway: versioned (V), the newest baseline (B) in place of the versions up to its own, undo (U) as Down,
 * repeatable (R) in the order of their descriptions, and the callbacks around them all. Other prefixes than V are found if
 * all versioned files have the same one. Source: <a
 * href="https://documentation.red-gate.com/flyway/flyway-concepts/migrations">Flyway, migrations</a>.
 */
final class FlywayReader {

    private static final Pattern NAME = Pattern.compile("([A-Za-z]*)([0-9]+(?:[._][0-9]+)*)(?:__(.*))?\\.sql");
    private static final Pattern REPEATABLE = Pattern.compile("R__(.*)\\.sql");
    private static final Pattern LIKE_VERSIONED = Pattern.compile("(?i)([vub]?[0-9]|r__).*\\.sql");
    private static final Pattern NOT_SQL =
            Pattern.compile("(?:[VB][0-9]+(?:[._][0-9]+)*|R)__[^$]*\\.(?!sql$|conf$)[A-Za-z0-9]+");
    private static final Pattern CALLBACK = Pattern.compile("((?:before|after|create)[A-Z][A-Za-z]*)(?:__(.*))?\\.sql");

    /** The callbacks that run around all migrations, before or after them. */
    private static final List<String> FIRST = List.of("beforeMigrate");

    private static final List<String> AFTER_VERSIONED = List.of("afterVersioned", "beforeRepeatables");

    private static final List<String> LAST = List.of("afterMigrateApplied", "afterMigrate");

    /** Those around each migration or connection would have to run within others. */
    private static final Pattern WITHIN = Pattern.compile(
            "(before|after)Each(Migrate|MigrateStatement)|(before|after)Connect|(before|after)Validate|createSchema|beforeCreateSchema");

    private final CatalogDraft draft;
    private final List<ScannedFile> versioned = new ArrayList<>();
    private final List<ScannedFile> repeatable = new ArrayList<>();
    private final Map<String, List<ScannedFile>> callbacks = new HashMap<>();
    private final Map<MigrationVersion, ScannedFile> undo = new HashMap<>();
    private final List<ScannedFile> baselines = new ArrayList<>();
    private final String prefix;

    private FlywayReader(CatalogDraft draft) {
        this.draft = draft;
        this.prefix = prefix(draft.sql());
    }

    static boolean isMigration(String name) {
        Matcher versioned = NAME.matcher(name);
        return REPEATABLE.matcher(name).matches()
                || (versioned.matches() && !versioned.group(1).isEmpty() && versioned.group(3) != null);
    }

    static void read(CatalogDraft draft) {
        new FlywayReader(draft).read();
    }

    private static String prefix(List<ScannedFile> files) {
        List<String> prefixes = files.stream()
                .map(file -> NAME.matcher(file.file().fileName()))
                .filter(Matcher::matches)
                .map(name -> name.group(1))
                .filter(prefix -> !prefix.equals("U") && !prefix.equals("B"))
                .distinct()
                .toList();
        return prefixes.size() == 1 ? prefixes.get(0) : "V";
    }

    static boolean isNotSql(MigrationFile file) {
        return NOT_SQL.matcher(file.fileName()).matches();
    }

    private void read() {
        this.draft.sql().forEach(this::sort);
        this.draft.files().kept().filter(FlywayReader::isNotSql).forEach(file -> this.draft.notSql(file.name()));
        refuseCallbacks();
        callbacks(FIRST, false);
        MigrationVersion baseline = this.baselines.stream()
                .map(FlywayReader::version)
                .max(Comparator.naturalOrder())
                .orElse(MigrationVersion.NONE);
        this.baselines.stream().filter(file -> version(file).equals(baseline)).forEach(this::addVersioned);
        this.versioned.stream()
                .filter(file -> version(file).compareTo(baseline) > 0)
                .sorted(Comparator.comparing(FlywayReader::version).thenComparing(ScannedFile::name))
                .forEach(this::addVersioned);
        this.draft.requireUnique(
                migration -> migration.version().isNone() ? migration.id() : migration.version(),
                "version",
                text -> text);
        callbacks(AFTER_VERSIONED, true);
        this.repeatable.stream()
                .sorted(Comparator.comparing(FlywayReader::description).thenComparing(ScannedFile::name))
                .forEach(file -> add(file, MigrationVersion.NONE, description(file), true));
        callbacks(LAST, true);
    }

    private void sort(ScannedFile file) {
        String name = file.file().fileName();
        Matcher parts = NAME.matcher(name);
        Matcher callback = CALLBACK.matcher(name);
        if (REPEATABLE.matcher(name).matches()) {
            this.repeatable.add(file);
        } else if (parts.matches() && parts.group(1).equals("U") && !this.prefix.equals("U")) {
            this.undo.put(version(file), file);
        } else if (parts.matches() && parts.group(1).equals("B") && !this.prefix.equals("B")) {
            this.baselines.add(file);
        } else if (parts.matches() && parts.group(1).equals(this.prefix)) {
            this.versioned.add(file);
        } else if (callback.matches()) {
            this.callbacks
                    .computeIfAbsent(callback.group(1), any -> new ArrayList<>())
                    .add(file);
        } else if (LIKE_VERSIONED.matcher(name).matches() && !RevertMark.isFile(file.name())) {
            this.draft.problem(file.name(), "the name must be V1.2__name.sql, with two underscores after the version");
        } else {
            this.draft.ignore(file);
        }
    }

    private void refuseCallbacks() {
        this.callbacks.forEach((event, files) -> files.stream()
                .filter(file -> WITHIN.matcher(event).matches())
                .forEach(file -> this.draft.problem(
                        file.name(),
                        "the callback " + event
                                + " runs within others, which only Flyway does; leave it out with"
                                + " e2e.migrations.leave-out=" + file.name())));
    }

    /** Callbacks of what a run does not do, such as clean and undo, do not concern it. */
    private void callbacks(List<String> events, boolean repeat) {
        for (String event : events) {
            this.callbacks.getOrDefault(event, List.of()).stream()
                    .sorted(Comparator.comparing(ScannedFile::name))
                    .forEach(file -> add(
                            file, MigrationVersion.NONE, file.file().fileName().replace(".sql", ""), repeat));
        }
    }

    private void addVersioned(ScannedFile file) {
        add(file, version(file), description(file), false);
    }

    private void add(ScannedFile file, MigrationVersion version, String name, boolean repeats) {
        Optional<MigrationFile> conf = this.draft.beside(file, file.name() + ".conf");
        Optional<Boolean> transaction = conf.isEmpty()
                ? Optional.of(true)
                : this.draft.reported(conf.get().name(), () -> executesInTransaction(conf.get()));
        Optional<MigrationScript> up = this.draft.script(file);
        Optional<MigrationScript> down =
                Optional.ofNullable(repeats ? null : this.undo.get(version)).flatMap(this.draft::script);
        if (transaction.isPresent() && up.isPresent()) {
            MigrationScript script = new MigrationScript(
                    up.get().up(), down.map(MigrationScript::up).orElse(List.of()), transaction.get());
            this.draft.add(new ForeignMigration(
                    file.file().location(), file.name(), version, name, repeats, script, file.text()));
        }
    }

    /** Reads the settings of a script. */
    private static boolean executesInTransaction(MigrationFile conf) {
        boolean transaction = true;
        int number = 0;
        for (String line : conf.text().lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String setting = line.replaceAll("\\s*=\\s*", "=").toLowerCase(Locale.ROOT);
            if (setting.matches("executeintransaction=(true|false)")) {
                transaction = setting.endsWith("true");
            } else if (!setting.matches("(encoding=utf-?8|shouldexecute=true|placeholderreplacement=true)")) {
                throw new ScriptSyntaxException(
                        "\"" + line + "\" is not supported; of a script's settings, executeInTransaction is", number);
            }
        }
        return transaction;
    }

    private static MigrationVersion version(ScannedFile file) {
        Matcher name = NAME.matcher(file.file().fileName());
        return name.matches() ? MigrationVersion.of(name.group(2).replace('_', '.')) : MigrationVersion.NONE;
    }

    private static String description(ScannedFile file) {
        String name = file.file().fileName();
        int begin = name.indexOf("__");
        return begin < 0
                ? ""
                : name.substring(begin + 2, name.length() - ".sql".length()).replace('_', ' ');
    }
}
