package io.e2e.migrations.dialect;

import io.e2e.migrations.script.ScriptEvent;
import io.e2e.migrations.script.ScriptSyntaxException;
import io.e2e.migrations.script.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the rows of a {@code COPY ... FROM STDIN} as INSERT, because only psql can send rows. Only PostgreSQL's own text
 * format, which pg_dump writes, is read. Source: PostgreSQL manual, "COPY", "Text Format".
 */
final class CopyRows {

    private static final Pattern COPY = Pattern.compile("(?is)COPY\\s+(.+?)\\s+FROM\\s+STDIN(\\s+WITH)?\\s*");

    /** The number of rows of one INSERT, so that no message becomes too long for a log. */
    private static final int ROWS = 500;

    private CopyRows() {}

    static List<SqlStatement> inserts(ScriptEvent.CopiedRows copied) {
        Matcher copy = COPY.matcher(copied.copy().text());
        if (!copy.matches()) {
            throw new ScriptSyntaxException(
                    "only rows in PostgreSQL's text format are read; let pg_dump write --inserts", copied.line());
        }
        List<SqlStatement> inserts = new ArrayList<>();
        List<String> rows = copied.rows();
        for (int from = 0; from < rows.size(); from += ROWS) {
            StringBuilder sql = new StringBuilder("INSERT INTO " + copy.group(1) + " OVERRIDING SYSTEM VALUE VALUES");
            String separator = "\n";
            for (String row : rows.subList(from, Math.min(rows.size(), from + ROWS))) {
                sql.append(separator)
                        .append('(')
                        .append(values(row, copied.line()))
                        .append(')');
                separator = ",\n";
            }
            inserts.add(new SqlStatement(sql.toString(), copied.line() + 1 + from));
        }
        return inserts;
    }

    private static String values(String row, int line) {
        List<String> values = new ArrayList<>();
        for (String value : row.split("\t", -1)) {
            values.add(
                    value.equals("\\N") ? "NULL" : "'" + unescaped(value, line).replace("'", "''") + "'");
        }
        return String.join(", ", values);
    }

    private static String unescaped(String value, int line) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (escaped) {
                text.append(unescaped(c, line));
            } else if (c != '\\' || i + 1 == value.length()) {
                text.append(c);
            }
            escaped = !escaped && c == '\\';
        }
        return text.toString();
    }

    private static char unescaped(char c, int line) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> '\u000B';
            case '0', '1', '2', '3', '4', '5', '6', '7', 'x' ->
                throw new ScriptSyntaxException(
                        "the rows of this COPY name characters by their numbers, which pg_dump does not do", line);
            default -> c;
        };
    }
}
