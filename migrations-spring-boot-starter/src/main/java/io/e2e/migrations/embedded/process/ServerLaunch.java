package io.e2e.migrations.embedded.process;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.EmbeddedTimeoutException;
import io.e2e.migrations.embedded.host.LogTail;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a cluster to a server that answers: starts the process, and asks it for a connection until it has one. A process
 * that ended because its port was taken meanwhile is started again on another.
 *
 * @param programs which PostgreSQL, and as whom
 * @param directory where its cluster lies
 * @param ports which ports to try
 * @param deadline when it must answer
 */
public record ServerLaunch(Programs programs, ServerDirectory directory, PortChoice ports, Deadline deadline) {

    public static final String HOST = "127.0.0.1";

    private static final Logger LOG = LoggerFactory.getLogger(ServerLaunch.class);

    /** Where the superuser works: no test can have asked for a database of this name. */
    public static final String MAINTENANCE = "template1";

    /** Not {@code postgres}: that name is left to the tests. */
    public static final String SUPERUSER = "e2e_migrations_admin";

    /** A port can be lost between choosing it and listening on it; so often in a row it is something else. */
    private static final int ATTEMPTS = 5;

    /** The same with the whole time before it, after something that was no part of starting. */
    public ServerLaunch again() {
        return new ServerLaunch(this.programs, this.directory, this.ports, this.deadline.again());
    }

    /** The running server, with a session of the superuser, whose password this is. */
    public PostgresServer run(Secret password) throws IOException {
        for (int attempt = 1; ; attempt++) {
            PostgresServer server = tryOnce(password, attempt == ATTEMPTS);
            if (server != null) {
                return server;
            }
        }
    }

    /** Null if the port was lost to somebody else and it may be tried again. */
    private @Nullable PostgresServer tryOnce(Secret password, boolean last) throws IOException {
        PostgresProcess process = new PostgresProcess(this.programs, this.directory, this.ports.next());
        PostgresServer server = null;
        try {
            server = awaitAnswer(process, password);
            if (server == null && (last || !process.lostItsPort())) {
                throw failure(process);
            }
            return server;
        } finally {
            if (server == null) {
                process.close();
            }
        }
    }

    private EmbeddedStartException failure(PostgresProcess process) {
        String version = this.programs.binaries().version();
        LogTail log = LogTail.of(this.directory.log());
        return process.lostItsPort()
                ? EmbeddedStartException.noPort(version, ATTEMPTS, process.exitCode(), log)
                : new EmbeddedStartException(version, "postgres", process.exitCode(), log);
    }

    /**
     * Null if the process ended before it answered. Asks only once the server has written that it is ready: whoever has
     * the port before, it is not our server.
     */
    private @Nullable PostgresServer awaitAnswer(PostgresProcess process, Secret password) throws IOException {
        Connector superuser = new Connector(
                new DatabaseAddress(HOST, process.port(), MAINTENANCE, SUPERUSER, password), this.deadline.limit());
        while (!process.hasFailed()) {
            try {
                if (process.isReady()) {
                    return new PostgresServer(this.directory, process, superuser);
                }
            } catch (SQLException ex) {
                if (!isNotYet(ex)) {
                    throw new EmbeddedDatabaseException("connect to " + MAINTENANCE, ex);
                }
                LOG.trace("The server does not answer yet", ex);
            }
            if (this.deadline.isOver()) {
                throw new EmbeddedTimeoutException(
                        "the first connection", this.deadline.limit(), LogTail.of(this.directory.log()));
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
