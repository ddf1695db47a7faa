package io.e2e.migrations.database;

/**
 * Creates databases with the same content on one server, a new one for each test. Thread-safe. Closing it drops them.
 */
public interface DatabaseSupply extends AutoCloseable {

    /**
     * Creates a database. Closing it terminates the sessions in it and drops it before the call returns.
     *
     * @throws io.e2e.migrations.config.MigrationException if it cannot be created; it says why, and what to change
     */
    TargetDatabase next();

    /**
     * Makes the database the template of all that follow. It accepts no more connections; sessions in it are given a short
     * time to end, and are then terminated.
     *
     * @param model a database of this supply
     */
    void adopt(TargetDatabase model);

    /**
     * Keeps a database for a person to inspect: neither closing it nor closing the supply drops it.
     *
     * @param database a database of this supply
     * @param reason why it is kept; recorded with the database
     * @return where it is, how to log in and how long it is kept, to print; contains only a password that we generated
     */
    String keep(TargetDatabase database, String reason);

    @Override
    void close();
}
