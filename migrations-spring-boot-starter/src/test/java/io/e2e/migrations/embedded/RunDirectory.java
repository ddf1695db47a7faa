package io.e2e.migrations.embedded;

import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run directory of a test's own, which every user may enter, and what is to be seen of its servers from outside.
 *
 * @param path the directory
 */
record RunDirectory(Path path) implements AutoCloseable {

    static RunDirectory create() throws IOException {
        Path directory = Files.createTempDirectory("e2e-migrations-run-");
        Files.setAttribute(directory, "unix:mode", 01777);
        return new RunDirectory(directory);
    }

    /** Starts a JVM whose servers run here. */
    ChildJvm child(String... options) throws IOException {
        return EmbeddedChild.in(this.path).withOptions(options).start();
    }

    /** The directories of all servers. */
    List<Path> servers() throws IOException {
        List<Path> servers = new ArrayList<>();
        try (Stream<Path> roots = Files.list(this.path)) {
            for (Path parent : roots.map(root -> root.resolve("servers"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> entries = Files.list(parent)) {
                    entries.forEach(servers::add);
                }
            }
        }
        return servers;
    }

    /** The processes of all servers. */
    List<ProcessHandle> processes() throws IOException {
        List<ProcessHandle> processes = new ArrayList<>();
        for (Path server : servers()) {
            List<String> lines = Files.readAllLines(server.resolve("data/postmaster.pid"));
            processes.add(ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow());
        }
        return processes;
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(this.path);
    }
}
