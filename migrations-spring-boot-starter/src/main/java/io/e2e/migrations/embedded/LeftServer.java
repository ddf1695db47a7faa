package io.e2e.migrations.embedded;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A postgres that outlived the JVM that started it, known from its own {@link PidFile}.
 *
 * @param process the process with that number
 */
record LeftServer(ProcessHandle process) {

    private static final Logger LOG = LoggerFactory.getLogger(LeftServer.class);

    /** How much the clocks of the process table and of the file may differ. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /** The server of this data directory, if it runs. A number that another process has by now is not taken for it. */
    static Optional<LeftServer> find(Path data) throws IOException {
        return PidFile.read(data)
                .flatMap(file -> ProcessHandle.of(file.pid())
                        .filter(process -> isPostgres(process) && startedAt(process, file.start())))
                .map(LeftServer::new);
    }

    /** Stops it, if need be by force. */
    void stop(Programs programs, ServerDirectory directory) {
        try {
            ServerProcess.stop(programs, directory, "immediate");
            Deadline deadline = Deadline.in(STOP_LIMIT, TimeSource.system());
            while (this.process.isAlive() && !deadline.isOver()) {
                deadline.pause(Programs.POLL);
            }
        } catch (IOException ex) {
            LOG.debug("pg_ctl could not stop the server in {}", directory.root(), ex);
        }
        this.process.destroyForcibly();
    }

    private static boolean isPostgres(ProcessHandle process) {
        // Unknown where the system hides it from us; the start time then has to do.
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(true);
    }

    private static boolean startedAt(ProcessHandle process, Instant start) {
        return process.info()
                .startInstant()
                .map(instant -> Duration.between(instant, start).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
