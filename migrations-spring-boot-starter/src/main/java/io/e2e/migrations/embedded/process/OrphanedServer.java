package io.e2e.migrations.embedded.process;

import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.Processes;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A postgres that outlived the JVM that started it, known from its own {@link PidFile}.
 *
 * @param process the process with that number
 */
public record OrphanedServer(ProcessHandle process) {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedServer.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /** The server of this data directory, if it runs. */
    public static Optional<OrphanedServer> find(Path data) throws IOException {
        return PidFile.read(data).flatMap(PidFile::process).map(OrphanedServer::new);
    }

    /** Stops it, if need be by force. */
    public void stop(Programs programs, ServerDirectory directory) {
        try {
            PostgresProcess.stop(programs, directory, "immediate");
            Deadline deadline = Deadline.in(STOP_LIMIT, TimeSource.system());
            while (Processes.isAlive(this.process) && !deadline.isOver()) {
                deadline.pause(Programs.POLL);
            }
        } catch (IOException ex) {
            LOG.debug("pg_ctl could not stop the server in {}", directory.root(), ex);
        }
        this.process.destroyForcibly();
    }
}
