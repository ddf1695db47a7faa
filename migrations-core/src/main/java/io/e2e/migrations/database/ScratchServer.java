package io.e2e.migrations.database;

/**
 * A server of one's own, for work that makes many databases and throws them away: proofs, benchmarks. Thread-safe.
 * Closing it ends the server and everything on it.
 */
public interface ScratchServer extends AutoCloseable {

    /** Which server it is, for people. */
    String description();

    /** A new empty database, owned by the configured role. Once it is closed, the server drops it when it likes. */
    TargetDatabase create();

    /**
     * A new database with everything that another one holds, without running anything. Once it is closed, the server
     * drops it when it likes.
     *
     * @param original one that this server made; whoever is still connected to it is waited for, for a short time
     */
    TargetDatabase copyOf(TargetDatabase original);

    /** Makes a role without any right, not even to log in, if there is none of this name. */
    void createRole(String name);

    @Override
    void close();
}
