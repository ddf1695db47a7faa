package io.e2e.migrations.embedded;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A server that answers, as those see it who make databases in it: this JVM's own, or one that several JVMs share.
 * Thread-safe, except that one thread at a time may use the session.
 */
interface LiveServer extends AutoCloseable {

    /** PostgreSQL's version, such as {@code 18.6}. */
    String version();

    /** The part of it that decides what can be asked of the server. */
    default int major() {
        return Integer.parseInt(version().replaceFirst("\\D.*", ""));
    }

    /** Its port on {@link ServerLaunch#HOST}. */
    int port();

    /** Whether its process lives. */
    boolean isRunning();

    /** The superuser's session; it stays open. */
    Connection session();

    /** Another session of the superuser, in this database. */
    Connection connect(String database) throws SQLException;

    /** Whether other JVMs use it, too, so that what is in it changes under our eyes. */
    default boolean isShared() {
        return false;
    }

    /** Keeps other JVMs from making the same thing until it is closed. */
    default Turn turn(String thing) {
        return () -> {};
    }

    /** Notes that this JVM made a database, so that others may drop it when the JVM is gone. */
    default void claim(String database) {}

    /** Notes that a database that was claimed shall stay for as long as the server runs. */
    default void keep(String database) {}

    /** Ends this JVM's use of it, and the server itself if nobody else can use it. */
    @Override
    void close();

    /** The sole right to make something. */
    interface Turn extends AutoCloseable {

        @Override
        void close();
    }
}
