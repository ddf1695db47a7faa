package io.e2e.migrations.faults;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.JdbcDatabase;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What is left in a database, and on its server. */
final class Aftermath {

    /** Which row has the seed data depends on the moment of an interruption, so a reset has to show it. */
    private static final String HISTORY =
            "SELECT concat_ws(' ', format, version, name, file, checksum, inputs, applied_by)"
                    + " FROM e2e_migrations.public ORDER BY rank";

    private static final String SEQUENCES = "SELECT concat_ws(' ', sequencename, last_value) FROM pg_sequences"
            + " WHERE schemaname = 'public' ORDER BY 1";

    private static final String LEFT = "SELECT state || ' session: ' || query FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " UNION ALL SELECT mode || ' lock' FROM pg_locks WHERE locktype = 'advisory'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND pid <> pg_backend_pid()";

    private Aftermath() {}

    /** An access whose services do not close the database. */
    static DatabaseAccess access(SharedDatabase database) {
        JdbcConnector connector = JdbcConnector.within(Duration.ofSeconds(10));
        return request -> new JdbcDatabase(
                database.address().orElseThrow(), connector, "the database of the test", false, () -> {});
    }

    /** Schema, rows, history and sequences. */
    static String state(SharedDatabase database) {
        return read(database, HISTORY, SEQUENCES);
    }

    /** Schema, rows and history. */
    static String stateWithoutSequences(SharedDatabase database) {
        return read(database, HISTORY);
    }

    private static String read(SharedDatabase database, String... queries) {
        try (Connection connection = database.connect()) {
            StringBuilder state = new StringBuilder(new SchemaReader("public")
                    .read(connection, RowDetail.REPEATABLE)
                    .text());
            for (String query : queries) {
                state.append(Sql.column(connection, query)).append('\n');
            }
            return state.toString();
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Sessions and locks of others that are still there after a while: the server notices ended clients by itself. */
    static List<String> sessions(SharedDatabase database) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), TimeSource.system());
        List<String> left = database.query(LEFT);
        while (!left.isEmpty() && !deadline.isOver()) {
            deadline.pause(Duration.ofMillis(20));
            left = database.query(LEFT);
        }
        return left;
    }
}
