package io.e2e.migrations.dialect;

import io.e2e.migrations.script.ScriptSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file of Liquibase's formatted SQL into its changesets, line by line, as Liquibase does. An instance reads one file.
 * Source: <a href="https://docs.liquibase.com/concepts/changelogs/sql-format.html">Liquibase, formatted SQL</a>.
 */
final class FormattedSql {

    private static final Pattern CHANGESET =
            Pattern.compile("(?i)\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+?)\\s*:\\s*(\"[^\"]+\"|\\S+)(.*)");
    private static final Pattern ROLLBACK = Pattern.compile("(?i)\\s*--\\s*rollback(?:\\s+(.*))?");
    private static final Pattern ROLLBACK_BLOCK = Pattern.compile("(?i)\\s*/\\*\\s*liquibase\\s+rollback\\s*");
    private static final Pattern PROPERTY = Pattern.compile("(?i)\\s*--\\s*property\\s+(.*)");
    private static final Pattern PRECONDITION = Pattern.compile("(?i)\\s*--\\s*(precondition[\\w-]*)\\b.*");
    private static final Pattern IGNORE = Pattern.compile("(?i)\\s*--\\s*ignoreLines:(\\w+)\\s*");
    private static final Pattern NAME = Pattern.compile("name:\\s*(\\S+)");
    private static final Pattern VALUE = Pattern.compile("value:\\s*(\"[^\"]*\"|\\S+)");

    private final List<ChangeSet> changeSets = new ArrayList<>();
    private final BiConsumer<String, String> properties;
    private @Nullable Matcher head;
    private int headLine;
    private StringBuilder sql = new StringBuilder();
    private StringBuilder rollback = new StringBuilder();
    private List<String> conditions = new ArrayList<>();
    private boolean inRollbackBlock;

    /** The line of the file that the next line of the SQL would be. */
    private int nextLine;

    /** The number of lines to ignore; all up to a mark if negative. */
    private int ignored;

    private FormattedSql(BiConsumer<String, String> properties) {
        this.properties = properties;
    }

    /**
     * Reads a file.
     *
     * @param properties is given the names and values of properties, in the order of the file
     */
    static List<ChangeSet> read(String text, BiConsumer<String, String> properties) {
        FormattedSql file = new FormattedSql(properties);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            file.read(line, number);
        }
        file.finish();
        return file.changeSets;
    }

    private void read(String line, int number) {
        Matcher ignore = IGNORE.matcher(line);
        if (ignore.matches()) {
            ignore(ignore.group(1).toLowerCase(Locale.ROOT));
            return;
        }
        if (this.ignored != 0) {
            this.ignored -= this.ignored > 0 ? 1 : 0;
            return;
        }
        Matcher changeSet = CHANGESET.matcher(line);
        Matcher rolledBack = ROLLBACK.matcher(line);
        if (changeSet.matches()) {
            finish();
            this.head = changeSet;
            this.headLine = number;
            this.nextLine = number + 1;
        } else if (rolledBack.matches()) {
            this.rollback
                    .append(rolledBack.group(1) == null ? "" : rolledBack.group(1))
                    .append('\n');
        } else if (ROLLBACK_BLOCK.matcher(line).matches()) {
            this.inRollbackBlock = true;
        } else if (this.inRollbackBlock) {
            this.inRollbackBlock = !line.strip().endsWith("*/");
            this.rollback.append(line.replace("*/", "")).append('\n');
        } else {
            content(line, number);
        }
    }

    private void content(String line, int number) {
        Matcher property = PROPERTY.matcher(line);
        if (PRECONDITION.matcher(line).matches()) {
            this.conditions.add(line.strip());
            return;
        }
        if (property.matches()) {
            property(property.group(1));
        } else if (this.head == null && !line.isBlank() && !line.strip().startsWith("--")) {
            throw new ScriptSyntaxException("SQL before the first --changeset", number);
        }
        if (this.head != null) {
            // Each line of the SQL is on its line of the file.
            this.sql.append("\n".repeat(number - this.nextLine)).append(line).append('\n');
            this.nextLine = number + 1;
        }
    }

    private void property(String text) {
        Matcher name = NAME.matcher(text);
        Matcher value = VALUE.matcher(text);
        Matcher dbms = Pattern.compile("dbms:\\s*(\\S+)").matcher(text);
        if (name.find() && value.find() && (!dbms.find() || ChangeSet.isForPostgres(dbms.group(1)))) {
            this.properties.accept(name.group(1), value.group(1).replaceAll("^\"|\"$", ""));
        }
    }

    private void ignore(String what) {
        this.ignored = switch (what) {
            case "start" -> -1;
            case "end" -> 0;
            default -> Integer.parseInt(what);
        };
    }

    private void finish() {
        if (this.head != null) {
            this.changeSets.add(new ChangeSet(
                    this.head.group(1).replace("\"", ""),
                    this.head.group(2).replace("\"", ""),
                    this.head.group(3),
                    this.headLine,
                    this.sql.toString(),
                    this.rollback.toString(),
                    this.conditions));
        }
        this.head = null;
        this.sql = new StringBuilder();
        this.rollback = new StringBuilder();
        this.conditions = new ArrayList<>();
    }
}
