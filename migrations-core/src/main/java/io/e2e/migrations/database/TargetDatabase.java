package io.e2e.migrations.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A database that was found and answers, and the resources that keep it reachable (a server, a tunnel). Thread-safe;
 * close it when nothing uses it any more.
 */
public interface TargetDatabase extends AutoCloseable {

    /**
     * A new connection, as the role that migrates and that the application uses; the caller closes it. Every call is one
     * connection attempt and no more: no pool stands behind it, and no statement has run on it.
     *
     * @throws SQLException the driver's own error
     */
    Connection connect() throws SQLException;

    /**
     * Where an application connects; empty if the application brought this database itself and knows.
     */
    Optional<DatabaseAddress> address();

    /**
     * One line for the report: what it is and where, without a password, such as {@code embedded PostgreSQL 18.6 at
     * 127.0.0.1:41233/action_history}.
     */
    String description();

    /** Whether it was a copy of a {@link DatabaseTemplate} when it was opened, and not empty. */
    default boolean isCopyOfTemplate() {
        return false;
    }

    @Override
    void close();
}
