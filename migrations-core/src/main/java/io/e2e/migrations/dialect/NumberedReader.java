package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.script.MigrationScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files whose names begin with a number: of goose, golang-migrate, sqlx, dbmate and sql-migrate, and of no tool. They
 * run in the order of the numbers, and then of the names where the tool accepts a number twice.
 *
 * <p>Sources: <a href="https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md">golang-migrate, migrations</a>;
 * <a href="https://docs.rs/sqlx/latest/sqlx/migrate/index.html">sqlx, migrate</a>; {@link ScriptReader} for the others.
 */
final class NumberedReader {

    private static final Pattern NAME = Pattern.compile("([0-9]+)_(.*)\\.sql");
    private static final Pattern ANY_NAME = Pattern.compile("([0-9]+)[_. -]*(.*)\\.sql");
    private static final Pattern PLAIN_NAME = Pattern.compile("([0-9]+(?:\\.[0-9]+)*)[_. -]*(.*)\\.sql");
    private static final Pattern SIBLING = Pattern.compile("(.*)\\.(up|down)\\.sql");
    private static final Pattern NOT_SQL = Pattern.compile("[0-9]+[_.-][^$]*\\.(?!sql$|conf$|toml$)[A-Za-z]+");

    /** Tests and Downs in Go, and the snapshots of Drizzle. */
    private static final Pattern NO_MIGRATION =
            Pattern.compile(".*(_test\\.go|[._]down\\..*)|(.*/)?meta/[^/]*\\.json");

    private static final Set<MigrationFormat> SIBLINGS =
            Set.of(MigrationFormat.GOLANG_MIGRATE, MigrationFormat.SQLX, MigrationFormat.PLAIN);

    /** goose, golang-migrate and sql-migrate run both; the others keep a number once, as a key. */
    private static final Set<MigrationFormat> ONCE = Set.of(MigrationFormat.SQLX, MigrationFormat.DBMATE);

    private final CatalogDraft draft;
    private final Pattern name;
    private final Map<String, ScannedFile> downs = new HashMap<>();

    private NumberedReader(CatalogDraft draft) {
        this.draft = draft;
        this.name = switch (draft.format()) {
            case PLAIN -> PLAIN_NAME;
            case DBMATE, SQL_MIGRATE -> ANY_NAME;
            default -> NAME;
        };
    }

    static void read(CatalogDraft draft) {
        new NumberedReader(draft).read();
    }

    static boolean isNotSql(MigrationFile file) {
        return NOT_SQL.matcher(file.fileName()).matches() && !NO_MIGRATION.matcher(file.name()).matches();
    }

    private void read() {
        List<ScannedFile> numbered = new ArrayList<>();
        List<ScannedFile> others = new ArrayList<>();
        for (ScannedFile file : this.draft.sql()) {
            boolean sibling = SIBLINGS.contains(this.draft.format());
            Matcher upOrDown = SIBLING.matcher(file.name());
            if (sibling && upOrDown.matches() && upOrDown.group(2).equals("down")) {
                this.downs.put(file.file().location() + " " + upOrDown.group(1), file);
            } else if (sibling && RevertMark.isFile(file.name())) {
                this.draft.problem(
                        file.name(),
                        "the name says that the file reverts something, in a way that we do not"
                                + " read; leave it out with e2e.migrations.leave-out, or name it as golang-migrate does,"
                                + " 1_name.down.sql");
            } else {
                (this.name.matcher(file.file().fileName()).matches() ? numbered : others).add(file);
            }
        }
        this.draft.files().kept().filter(NumberedReader::isNotSql).forEach(file -> this.draft.notSql(file.name()));
        numbered.sort(order());
        requireOrder(numbered);
        numbered.forEach(this::add);
        if (ONCE.contains(this.draft.format())) {
            this.draft.requireUnique(ForeignMigration::version, "number", text -> text);
        }
        addOthers(others, numbered.isEmpty());
    }

    /** By numbers and then names; dbmate compares the digits as texts. */
    private Comparator<ScannedFile> order() {
        Comparator<ScannedFile> names = Comparator.comparing(file -> file.file().fileName());
        return this.draft.format() == MigrationFormat.DBMATE
                ? names
                : Comparator.comparing(this::version).thenComparing(names);
    }

    /** A number twice is in the order of the names only within a directory, which is all that a tool looks at. */
    private void requireOrder(List<ScannedFile> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            ScannedFile first = sorted.get(i - 1);
            ScannedFile second = sorted.get(i);
            if (version(first).equals(version(second))
                    && !directory(first).equals(directory(second))
                    && !first.name().equals(second.name())) {
                this.draft.problem(
                        first.name() + " in " + first.file().location() + " and " + second.name() + " in "
                                + second.file().location(),
                        "both have the number " + version(first)
                                + ", and nothing says which directory is first; give each file a number of its own");
            }
        }
    }

    private static String directory(ScannedFile file) {
        return file.file().location() + " " + file.file().directory();
    }

    private void add(ScannedFile file) {
        if (this.draft.isBelow(file) && this.draft.format() != MigrationFormat.PLAIN) {
            this.draft.problem(
                    file.name(),
                    this.draft.format() + " looks into no subdirectory; add the directory to"
                            + " e2e.migrations.locations, or leave it out with e2e.migrations.leave-out="
                            + file.file().directory());
            return;
        }
        Optional<MigrationScript> script = this.draft.script(file);
        Matcher up = SIBLING.matcher(file.name());
        ScannedFile down = up.matches() || SIBLINGS.contains(this.draft.format()) ? this.downs.get(key(file)) : null;
        Optional<MigrationScript> reverting = Optional.ofNullable(down).flatMap(this.draft::script);
        script.ifPresent(read -> this.draft.add(
                file,
                version(file),
                name(file),
                new MigrationScript(
                        read.up(),
                        reverting.map(MigrationScript::up).orElse(read.down()),
                        read.transactional() && !isMarkedBySqlx(file))));
    }

    private boolean isMarkedBySqlx(ScannedFile file) {
        return this.draft.format() == MigrationFormat.SQLX && file.beginsWith("-- no-transaction");
    }

    private static String key(ScannedFile file) {
        return file.file().location() + " " + file.name().replaceFirst("(\\.up)?\\.sql$", "");
    }

    /** A single file without a number, such as a dump, needs no order. */
    private void addOthers(List<ScannedFile> others, boolean alone) {
        if (this.draft.format() == MigrationFormat.SQL_MIGRATE) {
            // It runs them after those with a number.
            others.stream().sorted(Comparator.comparing(ScannedFile::name)).forEach(this::add);
        } else if (this.draft.format() != MigrationFormat.PLAIN) {
            others.forEach(this.draft::ignore);
        } else if (alone && others.size() == 1) {
            add(others.get(0));
        } else {
            others.forEach(file -> this.draft.problem(
                    file.name(),
                    "the name does not begin with a number, which gives the order; rename it, run it before the others"
                            + " with e2e.migrations.run-first, or leave it out with e2e.migrations.leave-out"));
        }
    }

    private MigrationVersion version(ScannedFile file) {
        Matcher name = this.name.matcher(file.file().fileName());
        return name.matches() ? MigrationVersion.of(name.group(1)) : MigrationVersion.NONE;
    }

    private String name(ScannedFile file) {
        Matcher name = this.name.matcher(file.file().fileName());
        String rest = name.matches() ? name.group(2) : file.file().fileName().replace(".sql", "");
        return rest.replaceFirst("\\.up$", "");
    }
}
