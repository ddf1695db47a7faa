package io.e2e.migrations.embedded.process;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.EmbeddedTimeoutException;
import io.e2e.migrations.embedded.host.LogTail;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.postgresql.PGProperty;

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

    /** Keeps the superuser's statements out of the server's log, whatever the user's parameters say. */
    private static final String QUIET = "-c log_min_messages=panic";

    /** A port can be lost between its choice and listening on it; so often in a row the reason is another. */
    static final int ATTEMPTS = 5;

    /** How long each step of a login of the superuser may take. */
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(60);

    /** The time between two looks at a server that is about to be ready. */
    private static final Duration POLL = Duration.ofMillis(2);

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
     * @param deadline when the server must be ready
     */
    public PostgresServer run(Secret password, Deadline deadline) throws IOException {
        for (int attempt = 1; ; attempt++) {
            PostgresProcess process = new PostgresProcess(this.programs, this.directory, this.ports.getAsInt());
            PostgresServer server = null;
            try {
                if (becomesReady(process, deadline)) {
                    server = server(process, password);
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

    private PostgresServer server(PostgresProcess process, Secret password) {
        DatabaseAddress superuser = new DatabaseAddress(HOST, process.port(), MAINTENANCE, SUPERUSER, password);
        JdbcConnector connector =
                withoutEncryption(JdbcConnector.within(LOGIN_LIMIT)).with(PGProperty.OPTIONS, QUIET);
        return new PostgresServer(this.directory, process, connector, superuser);
    }

    /**
     * Whether the server has written that it is ready, which it does when it listens and accepts connections (PostgreSQL
     * source, {@code postmaster.c}); false if the process ended before. No connection is made: it would take longer than
     * the start itself.
     */
    private boolean becomesReady(PostgresProcess process, Deadline deadline) throws IOException {
        while (!process.isReady()) {
            if (process.hasFailed()) {
                return false;
            }
            if (deadline.isOver()) {
                throw new EmbeddedTimeoutException(
                        "the start of postgres", deadline.limit(), LogTail.of(this.directory.log()));
            }
            deadline.pause(POLL);
        }
        return true;
    }

    /** Our server offers no encryption on the loopback; asking for it would take two round trips. */
    public static JdbcConnector withoutEncryption(JdbcConnector connector) {
        return connector.with(PGProperty.SSL_MODE, "disable").with(PGProperty.GSS_ENC_MODE, "disable");
    }
}
