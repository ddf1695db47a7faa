package io.e2e.migrations.database;

/**
 * A server for work that creates and drops many databases: the catalog's proof and the benchmarks. Thread-safe. Closing it
 * stops the server and deletes its databases.
 */
public interface ScratchServer extends AutoCloseable {

    /** What the server is, for messages. */
    String description();

    /** Creates an empty database, owned by the configured role. The server drops it at some time after it is closed. */
    TargetDatabase create();

    /**
     * Creates a copy of a database. The server drops the copy at some time after it is closed.
     *
     * @param original a database of this server; sessions in it are given a short time to end
     */
    TargetDatabase copyOf(TargetDatabase original);

    /** Creates a role without any right, not even to log in, if there is no role of this name. */
    void createRole(String name);

    @Override
    void close();
}
