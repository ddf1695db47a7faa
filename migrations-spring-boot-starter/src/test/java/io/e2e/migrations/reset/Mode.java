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
            // Without the right, the setting stays as it is.
            String function = definition.get(0).replace("_role', 'replica', true", "_role', 'origin', true");
            return session.callUnderLock(this == UNCHECKED ? definition : List.of(function), ResetSql.CALL);
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
