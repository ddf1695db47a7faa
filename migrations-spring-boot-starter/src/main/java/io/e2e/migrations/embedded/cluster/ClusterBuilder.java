package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.provision.ProvisioningFailedException;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a cluster in a server's directory: initdb and the configuration, then its contents, then all that a copy does not
 * need is removed. The cluster is left stopped.
 */
final class ClusterBuilder {

    private final ServerLaunch launch;

    ClusterBuilder(ServerLaunch launch) {
        this.launch = launch;
    }

    /**
     * Makes a cluster whose superuser has this password. Its data directory is root's if root runs this.
     *
     * @return the OIDs of the databases that only the superuser enters, if there are others
     */
    Set<String> build(ClusterSpec spec, Secret superuser, Deadline deadline) throws IOException {
        ServerDirectory directory = this.launch.directory();
        initdb(spec.options(), superuser, deadline);
        configure(directory.data(), spec.parameters());
        PostgresServer server = this.launch.run(superuser, deadline);
        boolean retired = false;
        try {
            ClusterCompaction compaction = new ClusterCompaction(server);
            compaction.dropUnusedDatabases();
            spec.contents().accept(server);
            Set<String> later =
                    this.launch.programs().areForWindows() ? Set.of() : Set.copyOf(compaction.databasesForLater());
            String wal = compaction.compact();
            server.retire();
            retired = true;
            this.launch.programs().runAs().disown(directory.data());
            removeWalExcept(wal, directory.data().resolve("pg_wal"));
            return later;
        } catch (SQLException ex) {
            throw new ProvisioningFailedException("prepare a cluster", "embedded PostgreSQL " + server.version(), ex);
        } finally {
            if (!retired) {
                server.close();
            }
        }
    }

    private void initdb(List<String> options, Secret superuser, Deadline deadline) throws IOException {
        ServerDirectory directory = this.launch.directory();
        Path password = directory.root().resolve("password");
        Files.createFile(password, FileTree.mode(password, "rw-------"));
        try {
            Files.writeString(password, superuser.value());
            this.launch.programs().runAs().own(password);
            List<String> command = new ArrayList<>(
                    List.of("initdb", "--pgdata=" + directory.data(), "--pwfile=" + password, "--no-sync"));
            command.addAll(options);
            this.launch.programs().run(directory.root(), directory.log(), deadline, command);
        } finally {
            Files.delete(password);
        }
    }

    /** Appends to what initdb wrote: of two lines for one parameter the last one counts. */
    static void configure(Path data, Map<String, String> parameters) throws IOException {
        StringBuilder text = new StringBuilder("\n# Set by e2e-migrations\n");
        parameters.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n"))
                .append("'\n"));
        Files.writeString(data.resolve("postgresql.conf"), text, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        Files.writeString(
                data.resolve("pg_hba.conf"),
                "host all all 127.0.0.1/32 scram-sha-256\n",
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    /** A cluster that was shut down cleanly needs only the segment with its last checkpoint. */
    private static void removeWalExcept(String needed, Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(directory.toString());
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9A-F]{24}") && !name.equals(needed)) {
                    Files.delete(file);
                }
            }
        }
    }
}
