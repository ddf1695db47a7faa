package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.Secret;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from nothing to a server that answers: user, places, binaries, cluster, process, first connection. All steps
 * share one deadline.
 */
final class ServerStart {

    static final String HOST = "127.0.0.1";

    private static final Logger LOG = LoggerFactory.getLogger(ServerStart.class);

    /** Where the superuser works: no test can have asked for a database of this name. */
    private static final String MAINTENANCE = "template1";

    /** A statement with a password in it must not reach the server's log when it fails. */
    private static final String QUIET = "-c log_min_error_statement=panic";

    /** A port can be lost between choosing it and listening on it; so often in a row it is something else. */
    private static final int PORTS = 5;

    private final Deadline deadline;
    private final Programs programs;
    private final ServerDirectory directory;

    private ServerStart(Deadline deadline, Programs programs, ServerDirectory directory) {
        this.deadline = deadline;
        this.programs = programs;
        this.directory = directory;
    }

    /** Takes all steps; what was begun is undone if one fails. */
    static RunningServer run(EmbeddedSettings settings, Deadline deadline) {
        RunAs runAs = RunAsChoice.forThisProcess();
        Places places = Places.choose(settings, UserPlaces.current(), runAs);
        PostgresBinaries binaries = new BinaryStore(places.cache(), runAs).provide(findArchive(), deadline);
        Programs programs = new Programs(binaries, runAs);
        ServerDirectory directory = null;
        try {
            ServerDirectory.removeLeftovers(places.servers(), programs);
            directory = ServerDirectory.create(places.servers(), runAs);
            RunningServer server = new ServerStart(deadline, programs, directory).run(settings);
            directory = null;
            return server;
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(places.servers(), ex.toString(), ex);
        } finally {
            if (directory != null) {
                directory.close();
            }
        }
    }

    private static BinaryArchive findArchive() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = ServerStart.class.getClassLoader();
        return BinaryArchive.find(Platform.current(), context == null ? List.of(own) : List.of(own, context));
    }

    private RunningServer run(EmbeddedSettings settings) throws IOException {
        Secret password = Cluster.newPassword();
        Cluster.create(
                this.directory,
                this.programs,
                new Cluster.Recipe(
                        password,
                        ServerConfiguration.of(this.programs.binaries().major(), settings)),
                this.deadline);
        for (int attempt = 1; ; attempt++) {
            RunningServer server = startOnSomePort(password, attempt == PORTS);
            if (server != null) {
                return server;
            }
        }
    }

    /** Null if the port was lost to somebody else and it may be tried again. */
    private @Nullable RunningServer startOnSomePort(Secret password, boolean last) throws IOException {
        ServerProcess process = ServerProcess.start(this.programs, this.directory);
        RunningServer server = null;
        try {
            Connection session = firstConnection(process, password);
            if (session != null) {
                server = new RunningServer(this.directory, process, session);
            } else if (last || !process.lostItsPort()) {
                throw new EmbeddedStartException(
                        this.programs.binaries().version(),
                        "postgres",
                        process.exitCode(),
                        LogTail.of(this.directory.log()));
            }
            return server;
        } finally {
            if (server == null) {
                process.close();
            }
        }
    }

    /** Null if the process ended before it answered. */
    private @Nullable Connection firstConnection(ServerProcess process, Secret password) {
        Connector connector = new Connector(
                new DatabaseAddress(HOST, process.port(), MAINTENANCE, Cluster.SUPERUSER, password),
                this.deadline.limit());
        while (!process.hasFailed()) {
            try {
                return connector.connect(QUIET);
            } catch (SQLException ex) {
                if (!isNotYet(ex)) {
                    throw new EmbeddedDatabaseException("connect to " + MAINTENANCE, ex);
                }
                LOG.trace("The server does not answer yet", ex);
            }
            if (this.deadline.isOver()) {
                throw new EmbeddedTimeoutException(
                        this.programs.binaries().version(),
                        "the first connection",
                        this.deadline.limit(),
                        LogTail.of(this.directory.log()));
            }
            this.deadline.pause(Programs.POLL);
        }
        return null;
    }

    /** 57P03 cannot_connect_now, class 08 connection exceptions (PostgreSQL documentation, appendix A). */
    private static boolean isNotYet(SQLException ex) {
        String state = String.valueOf(ex.getSQLState());
        return state.equals("57P03") || state.startsWith("08");
    }
}
