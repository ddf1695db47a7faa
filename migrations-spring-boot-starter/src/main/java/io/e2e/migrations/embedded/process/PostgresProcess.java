package io.e2e.migrations.embedded.process;

import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running postgres. It is started directly, because pg_ctl would wait in steps of 100 ms. On Windows it is started by pg_ctl,
 * which gives up the rights of an administrator, with which postgres refuses to run.
 */
final class PostgresProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Programs programs;
    private final ServerDirectory directory;
    private final int port;
    private final Process process;

    /** Starts postgres on this port and does not wait for it. */
    PostgresProcess(Programs programs, ServerDirectory directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
        this.process =
                programs.startOrFail(directory.root(), output(programs, directory), command(programs, directory, port));
    }

    /** A port that is free now, chosen by the kernel. Only the server can tell whether it gets it. */
    static int freePort() {
        try (ServerSocket socket = listen(0)) {
            return socket.getLocalPort();
        } catch (IOException ex) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1", ex);
        }
    }

    /** Listens on a port of 127.0.0.1, which {@code localhost} and Java's loopback address need not be; 0 is any port. */
    static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    Programs programs() {
        return this.programs;
    }

    int port() {
        return this.port;
    }

    /** Whether the server says that it accepts connections. */
    boolean isReady() throws IOException {
        Optional<PidFile> file = PidFile.read(this.directory.data());
        return file.isPresent() && file.get().ready();
    }

    /** Whether the process ended by itself. On Windows it only starts the server, so that it may end with success. */
    boolean hasFailed() {
        return !this.process.isAlive() && (this.process.exitValue() != 0 || !this.programs.areForWindows());
    }

    int exitCode() {
        return this.process.exitValue();
    }

    /**
     * Whether another process has the port, after a failure; then the server may try another port. The answer comes from
     * trying to listen and not from the text of the log.
     */
    boolean lostItsPort() {
        try (ServerSocket socket = listen(this.port)) {
            return socket.getLocalPort() != this.port;
        } catch (IOException ex) {
            return true;
        }
    }

    /** Stops the server at once (SIGQUIT): there is nothing to keep, so it needs no checkpoint and waits for no session. */
    @Override
    public void close() {
        try {
            if (this.process.isAlive() || this.programs.areForWindows()) {
                if (!stop(this.programs, this.directory, "immediate")) {
                    // Too early for pg_ctl, which finds no postmaster.pid; a server without sessions ends on SIGTERM.
                    this.process.destroy();
                }
                await(this.process);
            }
        } catch (IOException ex) {
            LOG.debug("pg_ctl could not stop the server in {}", this.directory.root(), ex);
        } finally {
            this.process.destroyForcibly();
        }
    }

    /** Shuts the server down cleanly, with sessions ended and everything written, so that its files may be copied. */
    void closeCleanly() throws IOException {
        stop(this.programs, this.directory, "fast");
        await(this.process);
        if (this.process.isAlive() || this.process.exitValue() != 0) {
            throw new IOException("the server did not shut down cleanly");
        }
    }

    /** Asks the server of a directory to end, in one of the modes of pg_ctl; false if pg_ctl failed. */
    static boolean stop(Programs programs, ServerDirectory directory, String mode) throws IOException {
        // Without -w: pg_ctl looks only every 100 ms. On Windows, there is no process that could be looked at instead.
        String wait = programs.areForWindows() ? "-w" : "-W";
        String data = directory.data().toString();
        Process stop = programs.start(
                directory.root(), directory.controlLog(), List.of("pg_ctl", "stop", wait, "-m", mode, "-D", data));
        await(stop);
        return !stop.isAlive() && stop.exitValue() == 0;
    }

    private static void await(Process process) {
        Deadline deadline = Deadline.in(STOP_LIMIT, TimeSource.system());
        while (process.isAlive() && !deadline.isOver()) {
            deadline.pause(Programs.POLL);
        }
    }

    /** Where the command writes itself: Windows refuses to open the server's log for pg_ctl too. */
    static Path output(Programs programs, ServerDirectory directory) {
        return programs.areForWindows() ? directory.controlLog() : directory.log();
    }

    static List<String> command(Programs programs, ServerDirectory directory, int port) {
        String data = directory.data().toString();
        String log = directory.log().toString();
        String options = "-p " + port + " -c listen_addresses=127.0.0.1";
        return programs.areForWindows()
                ? List.of("pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options)
                : List.of("postgres", "-D", data, "-p", "" + port, "-c", "listen_addresses=127.0.0.1");
    }
}
