package io.e2e.migrations.embedded.process;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.EmbeddedTimeoutException;
import io.e2e.migrations.embedded.host.LogTail;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.ProvisioningFailedException;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts postgres in a server's directory and waits until it answers. If postgres ends because its port was taken in the
 * meantime, it is started again on another port.
 */
public final class ServerLaunch {

    /** The address that servers listen on. */
    public static final String HOST = "127.0.0.1";

    /** Not {@code postgres}: that name is left to the tests. */
    public static final String SUPERUSER = "e2e_migrations_admin";

    /** Where the superuser works: no test can have asked for a database of this name. */
    public static final String MAINTENANCE = "template1";

    private static final Logger LOG = LoggerFactory.getLogger(ServerLaunch.class);

    /** Keeps the superuser's statements out of the server's log, whatever the user's parameters say. */
    private static final String QUIET = "-c log_min_messages=panic";

    /** A port can be lost between its choice and listening on it; so often in a row the reason is another. */
    static final int ATTEMPTS = 5;

    private final Programs programs;
    private final ServerDirectory directory;
    private final IntSupplier ports;
    private final int attempts;

    /**
     * Launches servers.
     *
     * @param port where they listen; 0 means a port that the kernel chooses
     */
    public ServerLaunch(Programs programs, ServerDirectory directory, int port) {
        this(programs, directory, port == 0 ? PostgresProcess::freePort : () -> port, port == 0 ? ATTEMPTS : 1);
    }

    ServerLaunch(Programs programs, ServerDirectory directory, IntSupplier ports, int attempts) {
        this.programs = programs;
        this.directory = directory;
        this.ports = ports;
        this.attempts = attempts;
    }

    /** The programs that are run. */
    public Programs programs() {
        return this.programs;
    }

    /** The directory that the server runs in. */
    public ServerDirectory directory() {
        return this.directory;
    }

    /**
     * Starts the server.
     *
     * @param password the superuser's
     * @param deadline when the server must answer
     */
    public PostgresServer run(Secret password, Deadline deadline) throws IOException {
        for (int attempt = 1; ; attempt++) {
            PostgresProcess process = new PostgresProcess(this.programs, this.directory, this.ports.getAsInt());
            PostgresServer server = null;
            try {
                server = awaitAnswer(process, password, deadline);
                if (server != null) {
                    return server;
                }
                if (attempt == this.attempts || !process.lostItsPort()) {
                    throw failure(process);
                }
            } finally {
                if (server == null) {
                    process.close();
                }
            }
        }
    }

    private EmbeddedStartException failure(PostgresProcess process) {
        String version = this.programs.version();
        LogTail log = LogTail.of(this.directory.log(), this.directory.controlLog());
        if (!process.lostItsPort()) {
            return new EmbeddedStartException(version, "postgres", process.exitCode(), log);
        }
        return this.attempts == 1
                ? EmbeddedStartException.portInUse(version, process.port(), process.exitCode(), log)
                : EmbeddedStartException.noPort(version, this.attempts, process.exitCode(), log);
    }

    /**
     * Returns {@code null} if the process ended before it answered. Asks only once the server has written that it is ready:
     * before, another server may listen on the port.
     */
    private @Nullable PostgresServer awaitAnswer(PostgresProcess process, Secret password, Deadline deadline)
            throws IOException {
        DatabaseAddress superuser = new DatabaseAddress(HOST, process.port(), MAINTENANCE, SUPERUSER, password);
        JdbcConnector connector =
                withoutEncryption(JdbcConnector.within(deadline.limit())).with(PGProperty.OPTIONS, QUIET);
        while (!process.hasFailed()) {
            try {
                if (process.isReady()) {
                    return new PostgresServer(this.directory, process, connector, superuser);
                }
            } catch (SQLException ex) {
                if (!isNotYet(ex)) {
                    throw new ProvisioningFailedException(
                            "connect to " + MAINTENANCE, "embedded PostgreSQL " + this.programs.version(), ex);
                }
                LOG.trace("The server does not answer yet", ex);
            }
            if (deadline.isOver()) {
                throw new EmbeddedTimeoutException(
                        "the first connection", deadline.limit(), LogTail.of(this.directory.log()));
            }
            deadline.pause(Programs.POLL);
        }
        return null;
    }

    /** Our server offers no encryption on the loopback; asking for it would take two round trips. */
    public static JdbcConnector withoutEncryption(JdbcConnector connector) {
        return connector.with(PGProperty.SSL_MODE, "disable").with(PGProperty.GSS_ENC_MODE, "disable");
    }

    /**
     * 57P03 cannot_connect_now, class 08 connection exceptions (PostgreSQL documentation, appendix A) except 08004, with which
     * the driver refuses a password that it cannot use.
     */
    private static boolean isNotYet(SQLException ex) {
        String state = String.valueOf(ex.getSQLState());
        return state.equals("57P03") || (state.startsWith("08") && !state.equals("08004"));
    }
}
