package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.script.ScriptSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a directory for each migration: {@code NAME/up.sql} and {@code NAME/down.sql} as of Diesel, or {@code
 * NAME/migration.sql} as of Prisma, in the order of the directories' names. Sources: <a
 * href="https://docs.rs/diesel_migrations/latest/diesel_migrations/struct.FileBasedMigrations.html">diesel_migrations</a>;
 * <a href="https://www.prisma.io/docs/orm/prisma-migrate/understanding-prisma-migrate/migration-histories">Prisma,
 * migration histories</a>.
 */
final class DirectoryReader {

    private static final Pattern VERSION = Pattern.compile("([0-9]+(?:-[0-9]+)*)(?:[_-](.*))?");
    private static final Pattern NOT_SQL = Pattern.compile(".+/(?:up|migration)\\.(?!sql$)(?!toml$)[A-Za-z]+");

    private final CatalogDraft draft;
    private final Map<String, ScannedFile> downs = new HashMap<>();
    private final List<ScannedFile> ups = new ArrayList<>();

    private DirectoryReader(CatalogDraft draft) {
        this.draft = draft;
    }

    static void read(CatalogDraft draft) {
        new DirectoryReader(draft).read();
    }

    static boolean isNotSql(MigrationFile file) {
        return NOT_SQL.matcher(file.name()).matches();
    }

    private void read() {
        for (ScannedFile file : this.draft.sql()) {
            switch (file.file().fileName()) {
                case "up.sql", "migration.sql" -> this.ups.add(file);
                case "down.sql" ->
                    this.downs.put(file.file().location() + " " + file.file().directory(), file);
                default ->
                    this.draft.problem(
                            file.name(),
                            "a directory has an up.sql and a down.sql, or a migration.sql;"
                                    + " leave the file out with e2e.migrations.leave-out=" + file.name());
            }
        }
        this.draft.files().kept().filter(DirectoryReader::isNotSql).forEach(file -> this.draft.notSql(file.name()));
        this.ups.sort(Comparator.comparing(file -> order(directory(file))));
        requireOneOrder();
        this.ups.forEach(this::add);
    }

    /**
     * Prisma compares texts. An up.sql may be of Diesel, which does too, or of Hasura, which compares numbers, so that 10_b
     * comes before 2_a or after it. Timestamps, of which Diesel has some with four more digits, have one order.
     */
    private void requireOneOrder() {
        for (int i = 1; i < this.ups.size(); i++) {
            String before = directory(this.ups.get(i - 1));
            String after = directory(this.ups.get(i));
            if (version(before).compareTo(version(after)) > 0
                    && this.ups.get(i).file().fileName().equals("up.sql")
                    && !isTimestamp(after)
                    && !version(after).isNone()) {
                this.draft.problem(
                        before + " and " + after,
                        "by their texts, one comes first, and by their numbers, the"
                                + " other; give all numbers the same length");
                return;
            }
        }
    }

    private void add(ScannedFile file) {
        Optional<MigrationScript> up = this.draft.script(file);
        Optional<MigrationScript> down = Optional.ofNullable(this.downs.get(
                        file.file().location() + " " + file.file().directory()))
                .flatMap(this.draft::script);
        Optional<Boolean> transaction =
                this.draft.reported(file.file().directory() + "metadata.toml", () -> transaction(file));
        String directory = directory(file);
        Matcher name = VERSION.matcher(directory);
        String rest = name.matches() ? name.group(2) : directory;
        if (up.isPresent() && transaction.isPresent()) {
            this.draft.add(
                    file,
                    version(directory),
                    rest == null ? "" : rest,
                    new MigrationScript(
                            up.get().up(), down.map(MigrationScript::up).orElse(List.of()), transaction.get()));
        }
    }

    /** Reads Diesel's settings of a migration. */
    private boolean transaction(ScannedFile file) {
        boolean transaction = true;
        Optional<MigrationFile> settings = this.draft.beside(file, file.file().directory() + "metadata.toml");
        int number = 0;
        for (String line : settings.map(MigrationFile::text)
                .orElse("")
                .lines()
                .map(String::strip)
                .toList()) {
            number++;
            if (line.matches("run_in_transaction\\s*=\\s*(true|false)")) {
                transaction = line.endsWith("true");
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new ScriptSyntaxException("\"" + line + "\" is not known; run_in_transaction is", number);
            }
        }
        return transaction;
    }

    private static String directory(ScannedFile file) {
        String path = file.file().directory();
        return path.substring(path.lastIndexOf('/', path.length() - 2) + 1, Math.max(0, path.length() - 1));
    }

    /** The name without dashes in the number, which Diesel does not count: 2024-02-01-120000_b is 20240201120000_b. */
    private static String order(String directory) {
        Matcher name = VERSION.matcher(directory);
        return name.matches() ? name.group(1).replace("-", "") + directory.substring(name.end(1)) : directory;
    }

    private static MigrationVersion version(String directory) {
        Matcher name = VERSION.matcher(directory);
        return name.matches() ? MigrationVersion.of(name.group(1).replace("-", "")) : MigrationVersion.NONE;
    }

    private static boolean isTimestamp(String directory) {
        return order(directory).matches("[0-9]{14}.*");
    }
}
