package io.e2e.migrations.embedded.process;

import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.Processes;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server, or the directory of one, that outlived the JVM that started it. */
public final class OrphanedServer {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedServer.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final ServerDirectory directory;
    private final Programs programs;

    private OrphanedServer(ServerDirectory directory, Programs programs) {
        this.directory = directory;
        this.programs = programs;
    }

    /** Stops the servers that killed JVMs left below this directory, and removes their directories. */
    public static void removeAll(Path servers, Programs programs) throws IOException {
        try (Stream<Path> entries = Files.list(servers)) {
            for (Path root : entries.toList()) {
                remove(root, programs);
            }
        }
    }

    private static void remove(Path root, Programs programs) {
        try {
            Optional<ServerDirectory> left = ServerDirectory.acquireAbandoned(root);
            if (left.isPresent()) {
                try (ServerDirectory directory = left.get()) {
                    LOG.debug("Removing {}, which a killed JVM left", root);
                    new OrphanedServer(directory, programs).stop();
                }
            }
        } catch (IOException ex) {
            LOG.debug("Another JVM removes {} too, or it cannot be removed", root, ex);
        }
    }

    /** Stops the server if it runs, by force if necessary. */
    private void stop() throws IOException {
        Path data = this.directory.data();
        Optional<ProcessHandle> running = PidFile.read(data).flatMap(file -> file.process(data, this.programs.runAs()));
        if (running.isEmpty()) {
            return;
        }
        try {
            PostgresProcess.stop(this.programs, this.directory, "immediate");
            Deadline deadline = Deadline.in(STOP_LIMIT, TimeSource.system());
            while (Processes.isAlive(running.get()) && !deadline.isOver()) {
                deadline.pause(Programs.POLL);
            }
        } catch (IOException ex) {
            LOG.debug("pg_ctl could not stop the server in {}", this.directory.root(), ex);
        }
        running.get().destroyForcibly();
    }
}
