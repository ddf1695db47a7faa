package io.e2e.migrations.database;

/**
 * Makes databases of equal content on one server, one after another: a new one for each test. Thread-safe. Closing it
 * gives up all of them.
 */
public interface DatabaseSupply extends AutoCloseable {

    /**
     * A new database. Closing it drops it, and returns when that is done; a session that is still in it is ended.
     *
     * @throws io.e2e.migrations.config.MigrationException if there can be none; the message says why and what to change
     */
    TargetDatabase next();

    /**
     * Makes what a database holds now the content of all that follow. Nobody can connect to it any more; sessions in it
     * are waited for, for a short time, and then ended.
     *
     * @param model one that this supply made
     */
    void adopt(TargetDatabase model);

    /**
     * Leaves a database behind for people to look at: closing neither it nor the supply drops it.
     *
     * @param database one that this supply made
     * @param reason what is noted with it
     * @return where it is, how to log in and how long it stays, for people; a password only if it is of our own making
     */
    String keep(TargetDatabase database, String reason);

    @Override
    void close();
}
