package io.e2e.migrations.embedded.process;

import io.e2e.migrations.embedded.binaries.PostgresBinaries;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running postgres. Started directly, without pg_ctl, which would wait in steps of 100 ms; only on Windows through
 * pg_ctl, because there it alone gives up administrator's rights, with which postgres refuses to run.
 */
public final class PostgresProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Programs programs;
    private final ServerDirectory directory;
    private final int port;
    private final Process process;

    /** Starts postgres on this port and does not wait for it. */
    public PostgresProcess(Programs programs, ServerDirectory directory, int port) throws IOException {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
        this.process = programs.start(directory.root(), directory.log(), command());
    }

    public PostgresBinaries binaries() {
        return this.programs.binaries();
    }

    public int port() {
        return this.port;
    }

    /** Whether it says that it accepts connections. */
    public boolean isReady() throws IOException {
        return PidFile.read(this.directory.data()).filter(PidFile::ready).isPresent();
    }

    /** Whether it ended on its own; a program that only starts the server may end well. */
    public boolean hasFailed() {
        return !this.process.isAlive() && (this.process.exitValue() != 0 || !isWindows());
    }

    public int exitCode() {
        return this.process.exitValue();
    }

    /**
     * After a failure: whether the port is another's. Then the server lost a race for it and may try another port. The
     * answer comes from trying it, not from the text of the log.
     */
    public boolean lostItsPort() {
        try (ServerSocket socket = PortChoice.listen(this.port)) {
            return socket.getLocalPort() != this.port;
        } catch (IOException ex) {
            return true;
        }
    }

    /** Stops it at once (SIGQUIT): there is nothing to keep, so no checkpoint and no waiting for sessions. */
    @Override
    public void close() {
        try {
            if (this.process.isAlive() || isWindows()) {
                if (!stop(this.programs, this.directory, "immediate")) {
                    // Too early for pg_ctl, which finds no postmaster.pid; a server without sessions heeds SIGTERM.
                    this.process.destroy();
                }
                awaitEnd();
            }
        } catch (IOException ex) {
            LOG.debug("pg_ctl could not stop the server in {}", this.directory.root(), ex);
        } finally {
            this.process.destroyForcibly();
        }
    }

    /** Stops it in good order, sessions ended and everything written, so that its files may be copied. */
    public void closeCleanly() throws IOException {
        stop(this.programs, this.directory, "fast");
        awaitEnd();
        if (this.process.isAlive() || this.process.exitValue() != 0) {
            throw new IOException("the server did not stop in good order");
        }
    }

    /** Asks the server of this directory to end, in one of the modes of pg_ctl; false if pg_ctl could not ask. */
    public static boolean stop(Programs programs, ServerDirectory directory, String mode) throws IOException {
        Deadline deadline = Deadline.in(STOP_LIMIT, TimeSource.system());
        Process stop = programs.start(directory.root(), directory.log(), stopCommand(programs, directory, mode));
        while (stop.isAlive() && !deadline.isOver()) {
            deadline.pause(Programs.POLL);
        }
        return !stop.isAlive() && stop.exitValue() == 0;
    }

    /** Waiting is our business: pg_ctl looks only every 100 ms. On Windows there is no process to look at. */
    private static List<String> stopCommand(Programs programs, ServerDirectory directory, String mode) {
        String wait = programs.binaries().platform().isWindows() ? "-w" : "-W";
        return List.of(
                "pg_ctl", "stop", wait, "-m", mode, "-D", directory.data().toString());
    }

    private void awaitEnd() {
        Deadline deadline = Deadline.in(STOP_LIMIT, TimeSource.system());
        while (this.process.isAlive() && !deadline.isOver()) {
            deadline.pause(Programs.POLL);
        }
    }

    private List<String> command() {
        String data = this.directory.data().toString();
        String options = "-p " + this.port + " -c listen_addresses=127.0.0.1";
        return isWindows()
                ? List.of(
                        "pg_ctl",
                        "start",
                        "-w",
                        "-D",
                        data,
                        "-l",
                        this.directory.log().toString(),
                        "-o",
                        options)
                : List.of("postgres", "-D", data, "-p", "" + this.port, "-c", "listen_addresses=127.0.0.1");
    }

    private boolean isWindows() {
        return this.programs.binaries().platform().isWindows();
    }
}
