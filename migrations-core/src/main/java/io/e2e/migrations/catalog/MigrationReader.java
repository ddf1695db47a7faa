package io.e2e.migrations.catalog;

import io.e2e.migrations.dialect.MigrationFile;
import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.script.ScriptSyntaxException;
import io.e2e.migrations.script.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses files into {@link Migration}s and collects their problems, each of which begins with the name of its file. */
final class MigrationReader {

    private static final Pattern FILE_NAME = Pattern.compile("[0-9]+(\\.[0-9]+)*_[A-Za-z0-9_.-]+\\.sql");

    private final List<String> problems = new ArrayList<>();

    List<String> problems() {
        return this.problems;
    }

    /** The migration, or empty if the file has a problem. */
    Optional<Migration> read(MigrationFile file) {
        int before = this.problems.size();
        if (!FILE_NAME.matcher(file.name()).matches()) {
            this.problems.add(file.origin()
                    + ": the name must be NNN_name.sql, where NNN is a version: 013, 1.2.10 or 20240229133934");
            return Optional.empty();
        }
        String text = withoutMark(file.text()).replace("\r\n", "\n");
        List<String> found = new ArrayList<>();
        MigrationHeader header = HeaderParser.parse(text, found);
        Optional<MigrationScript> script = parse(text, found);
        script.ifPresent(parsed -> checkStatements(parsed, found));
        found.forEach(problem -> this.problems.add(file.name() + ": " + problem));
        return this.problems.size() > before
                ? Optional.empty()
                : script.map(parsed -> Migration.of(file, header, parsed, text));
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Optional<MigrationScript> parse(String text, List<String> problems) {
        try {
            return Optional.of(MigrationScript.parse(text));
        } catch (ScriptSyntaxException ex) {
            problems.add("line " + ex.line() + ": " + ex.problem());
            return Optional.empty();
        }
    }

    private static void checkStatements(MigrationScript script, List<String> problems) {
        if (script.up().isEmpty()) {
            problems.add("its Up section has no statement");
        }
        for (SqlStatement statement : script.up()) {
            String line = "line " + statement.line() + ": ";
            if (statement.isTransactionControl()) {
                problems.add(line + "a migration runs in a transaction of its own; remove BEGIN, COMMIT and ROLLBACK");
            } else if (statement.concernsServer()) {
                problems.add(line + "this statement does not belong in a migration, which fills one database and keeps"
                        + " its session");
            } else if (statement.parts().stream().anyMatch(MigrationReader::createsNameless)) {
                problems.add(line + "the index needs a name, by which it is found if the statement is interrupted");
            }
        }
    }

    private static boolean createsNameless(SqlStatement statement) {
        return statement
                .concurrentIndex()
                .filter(index -> index.name().isEmpty())
                .isPresent();
    }
}
