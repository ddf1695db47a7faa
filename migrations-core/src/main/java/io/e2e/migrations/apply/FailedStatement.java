package io.e2e.migrations.apply;

import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;

/**
 * A statement that the server refused, with its error.
 *
 * @param file the migration's file
 * @param line the line of the file where the statement begins; 0 if it is not in the file, because this library adds it
 *     to the migration's transaction for the history and the seed data
 * @param sql the statement
 * @param sqlState the server's error code
 * @param message the server's message, with its detail and hint if there are any
 */
public record FailedStatement(String file, int line, String sql, String sqlState, String message) {

    /** The line of a statement that is not in the file. */
    static final int NO_LINE = 0;

    /** The number of characters of the statement that {@code toString} shows. */
    private static final int EXCERPT = 400;

    /** A statement and its error. */
    public static FailedStatement of(String file, int line, String sql, SQLException error) {
        return new FailedStatement(file, line, sql, SqlStates.of(error), String.valueOf(error.getMessage()));
    }

    /** File and line in the form that editors open: {@code 013_create_audit_events_table.sql:42}. */
    public String position() {
        return this.line == NO_LINE
                ? this.file + " (a statement of e2e-migrations, not of the file)"
                : this.file + ":" + this.line;
    }

    @Override
    public String toString() {
        String excerpt = this.sql.length() <= EXCERPT ? this.sql : this.sql.substring(0, EXCERPT) + " …";
        return position() + ", SQLSTATE " + this.sqlState + ": " + this.message + "\n  statement:\n"
                + excerpt.indent(4).stripTrailing();
    }

    FailedStatement withMessage(String text) {
        return new FailedStatement(this.file, this.line, this.sql, this.sqlState, text);
    }
}
