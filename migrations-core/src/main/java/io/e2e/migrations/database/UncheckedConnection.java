package io.e2e.migrations.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that may be used if the server's answer to a question allows it. A first message that only reads asks the
 * question too; before any other first message, the check is made by messages of its own.
 *
 * @param connection the connection
 * @param question a query that fails with {@link #REFUSED} unless the connection may be used, or if it was checked; {@code
 *     null} if there is no question
 * @param check finds out whether the connection may be used, and throws the reason if it may not
 */
public record UncheckedConnection(
        Connection connection, @Nullable String question, Check check) {

    /** Division by zero: what the question fails with. */
    public static final String REFUSED = "22012";

    /** A connection that may be used. */
    public static UncheckedConnection checked(Connection connection) {
        return new UncheckedConnection(connection, null, () -> {});
    }

    /** Asks the server. */
    @FunctionalInterface
    public interface Check {

        /**
         * Returns if the connection may be used.
         *
         * @throws io.e2e.migrations.config.MigrationException if it may not
         * @throws SQLException the driver's own error
         */
        void run() throws SQLException;
    }
}
