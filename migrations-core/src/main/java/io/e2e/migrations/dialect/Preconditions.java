package io.e2e.migrations.dialect;

import io.e2e.migrations.script.ScriptSyntaxException;
import io.e2e.migrations.script.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the preconditions of a changeset into SQL, so that the server evaluates them where Liquibase would. Only those that are
 * a query are read. Source: <a href="https://docs.liquibase.com/concepts/changelogs/preconditions.html">Liquibase,
 * preconditions</a>.
 */
final class Preconditions {

    private static final Pattern SETTINGS = Pattern.compile("(?i)--\\s*preconditions\\b(.*)");
    private static final Pattern QUERY = Pattern.compile(
            "(?i)--\\s*precondition-sql-check\\s+expectedResult:\\s*(\"[^\"]*\"|'[^']*'|\\S+)\\s+(.*?);?");
    private static final Pattern ON_FAIL = Pattern.compile("(?i)onFail:\\s*(\\w+)");
    private static final String TAG = "$changeset$";

    private Preconditions() {}

    /** The statements, or one that executes them if the preconditions hold. */
    static List<SqlStatement> around(List<SqlStatement> statements, ChangeSet set) {
        if (set.conditions().isEmpty() || statements.isEmpty()) {
            return statements;
        }
        String onFail = "HALT";
        List<String> checks = new ArrayList<>();
        for (String line : set.conditions()) {
            Matcher settings = SETTINGS.matcher(line);
            Matcher query = QUERY.matcher(line);
            if (query.matches()) {
                checks.add("(" + query.group(2) + ")::text = '"
                        + query.group(1).replaceAll("^[\"']|[\"']$", "").replace("'", "''") + "'");
            } else if (settings.matches()) {
                Matcher found = ON_FAIL.matcher(settings.group(1));
                onFail = found.find() ? found.group(1).toUpperCase(Locale.ROOT) : onFail;
            } else {
                throw refused(set, "\"" + line + "\" is not evaluated: of the preconditions, sql-check is");
            }
        }
        requireTransaction(statements, set);
        return onFail.equals("WARN") || checks.isEmpty() ? statements : List.of(block(statements, checks, onFail));
    }

    private static void requireTransaction(List<SqlStatement> statements, ChangeSet set) {
        boolean outside = !set.is("runInTransaction", true)
                || statements.stream()
                        .anyMatch(statement -> statement.refusesTransaction()
                                || statement.isTransactionControl()
                                || statement.text().contains(TAG));
        if (outside) {
            throw refused(set, "a changeset with preconditions must run in its transaction");
        }
    }

    private static SqlStatement block(List<SqlStatement> statements, List<String> checks, String onFail) {
        StringBuilder sql = new StringBuilder("DO $preconditions$\nBEGIN\nIF ")
                .append(String.join(" AND ", checks))
                .append(" THEN\n");
        statements.forEach(statement -> sql.append("EXECUTE ")
                .append(TAG)
                .append(statement.text())
                .append(TAG)
                .append(";\n"));
        if (onFail.equals("HALT")) {
            sql.append("ELSE\nRAISE EXCEPTION 'a precondition of the changeset does not hold';\n");
        }
        return new SqlStatement(
                sql.append("END IF;\nEND\n$preconditions$").toString(),
                statements.get(0).line());
    }

    private static ScriptSyntaxException refused(ChangeSet set, String why) {
        return new ScriptSyntaxException(why, set.line());
    }
}
