package io.e2e.migrations.provision;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whose server it is: all that {@link DatabaseProvisioner} must know about a server and about the role that owns the
 * databases on it. Implementations are thread-safe.
 */
public interface DatabaseServer extends AutoCloseable {

    /** What the server is, for people, such as {@code embedded PostgreSQL 18.6}. */
    String kind();

    /** The address at which the owner logs in to a database. */
    DatabaseAddress address(String database);

    /** Connects the owner to its databases. */
    JdbcConnector connector();

    /** The session that creates databases. */
    MaintenanceSession session();

    /** The session that drops databases, so that creating one does not have to wait. */
    MaintenanceSession dropSession();

    /** A name that no other database of the server has, or gets before {@link #release}. */
    String newName();

    /** A database that is there as a copy of this template, and that nobody has or had; empty by default. */
    default Optional<String> takePrepared(String template) {
        return Optional.empty();
    }

    /** Complements a copy of this template with what is known of the template; by default that is nothing. */
    default TargetDatabase complement(TargetDatabase copy, String template) {
        return copy;
    }

    /** Releases a name that no database has, or has any more. */
    default void release(String name) {}

    /**
     * The options of CREATE DATABASE that say who owns a database and how it is copied.
     *
     * @param original what is copied; {@code null} for an empty database
     */
    String createOptions(@Nullable String original) throws SQLException;

    /**
     * The condition, in SQL, that a role may own a template that is used. On a server of our own every role is ours.
     *
     * @param role the expression for the role's OID
     */
    default String ours(String role) {
        return "true";
    }

    /** Whether other roles may make databases there, and put one in the place of a template; false by default. */
    default boolean isShared() {
        return false;
    }

    /**
     * Makes a role without a login that the owner of the databases is a member of, on a server of our own; does nothing by
     * default.
     *
     * @return whether the server has the role now
     */
    default boolean createRole(String name) {
        return false;
    }

    /** Notes that a template is used, for a server that removes unused templates. */
    default void noteUse(String template) throws SQLException {}

    /** The password with which people enter a database that is kept for them, and how long the database stays. */
    String keptNote();

    /** Which server it is and where, for people. */
    default String location() {
        DatabaseAddress address = address("");
        return kind() + " at " + address.host() + ":" + address.port();
    }

    /**
     * Gives the server up.
     *
     * @param drops drops the databases that are left; called before this returns, later, or not at all if they go with
     *     the server
     */
    void close(Runnable drops);

    @Override
    default void close() {
        close(() -> {});
    }
}
