package io.e2e.migrations.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * An open database, and the resources that make it reachable, such as a server or a tunnel. Thread-safe. Close it when
 * it is no longer used.
 */
public interface TargetDatabase extends AutoCloseable {

    /**
     * Opens a connection as the role that migrates and that the application uses; the caller closes it. Each call makes
     * one connection attempt. Only connections of an application's own DataSource may come from a pool.
     *
     * @throws SQLException the driver's own error
     */
    Connection connect() throws SQLException;

    /**
     * Opens a connection as {@link #connect} does, for a caller that asks its question with the first message.
     *
     * @throws SQLException the driver's own error
     */
    default UncheckedConnection connectUnchecked() throws SQLException {
        return UncheckedConnection.checked(connect());
    }

    /**
     * Looks at where a connection to the server of this database leads, before anything is written through it.
     *
     * @throws io.e2e.migrations.config.MigrationException if it leads where a test may not write
     * @throws SQLException the driver's own error
     */
    default void inspect(Connection connection) throws SQLException {}

    /**
     * The address for an application to connect to; empty if the database is the application's own.
     */
    Optional<DatabaseAddress> address();

    /**
     * One line for reports: what the database is and where, without a password, such as {@code embedded PostgreSQL 18.6
     * at 127.0.0.1:41233/action_history}.
     */
    String description();

    /** What to do if it cannot be reached because it is not meant for tests, as an instruction; empty if nothing helps. */
    default Optional<String> alternative() {
        return Optional.empty();
    }

    /**
     * Makes a role without a login, which the migrating role is a member of, if the server is one of this library's own.
     *
     * @return whether the server has the role now; {@code false}, as by default, if roles are somebody else's business there
     */
    default boolean createRole(String name) {
        return false;
    }

    /** Whether this library made it, so that all that it holds is for the tests of its holder; false by default. */
    default boolean isOwn() {
        return false;
    }

    /** Whether it was opened as a copy of a {@link DatabaseTemplate}. */
    default boolean isCopyOfTemplate() {
        return false;
    }

    /** The report of the time when the template of this copy was verified; empty if nothing was kept. */
    default Optional<VerifiedReport> verifiedReport() {
        return Optional.empty();
    }

    /**
     * Keeps, for later runs, that this new copy was verified as it came.
     *
     * @param key the {@link DatabaseTemplate#key() key} of the template
     */
    default void keepVerified(String key, VerifiedReport report) {}

    @Override
    void close();
}
