package io.e2e.migrations.reset;

import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryTable;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** With the right to put rows back unchecked, as the embedded server grants it; and without, as elsewhere. */
enum Mode {
    UNCHECKED,
    CHECKED;

    /** What the function found, by kind. */
    Map<String, List<String>> reset(DatabaseSession session, String schema) {
        List<String> definition = ResetSql.definition(new HistoryTable(schema));
        try {
            // The first statement is the one that asks for the right.
            return session.callUnderLock(
                    this == UNCHECKED ? definition : definition.subList(1, definition.size()), ResetSql.CALL);
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
