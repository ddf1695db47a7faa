package io.e2e.migrations.embedded;

import io.e2e.migrations.embedded.EmbeddedSettings.Reuse;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A run directory of a test's own, in which servers are shared, and what is to be seen of them from outside.
 *
 * @param directory the directory
 */
record SharedRun(Path directory) implements AutoCloseable {

    /** Long enough for a test to look, short enough to wait for. */
    static final Duration IDLE = Duration.ofSeconds(1);

    static SharedRun create() throws IOException {
        Path directory = Files.createTempDirectory("e2e-migrations-shared-");
        FileTree.permit(directory, "rwxrwxrwx");
        return new SharedRun(directory);
    }

    /** The settings of a JVM that shares with all others of the user. */
    EmbeddedSettings settings() {
        return EmbeddedSettings.defaults()
                .withRunDirectory(this.directory)
                .withReuse(Reuse.USER)
                .withIdleTimeout(IDLE);
    }

    /** A JVM that shares. */
    ChildJvm child(String... options) throws IOException {
        List<String> all = new ArrayList<>(options(Reuse.USER));
        all.addAll(List.of(options));
        return ChildJvm.start(this.directory, all.toArray(String[]::new));
    }

    /** What makes an {@link EmbeddedChild} share. */
    static List<String> options(Reuse reuse) {
        return List.of("-Dreuse=" + reuse, "-Didle=" + IDLE);
    }

    /** The directories of all servers. */
    List<Path> servers() throws IOException {
        List<Path> servers = new ArrayList<>();
        try (DirectoryStream<Path> roots = Files.newDirectoryStream(this.directory, "e2e-migrations-*")) {
            for (Path root : roots) {
                try (Stream<Path> entries = Files.list(root.resolve("servers"))) {
                    entries.forEach(servers::add);
                }
            }
        }
        return servers;
    }

    /** The only one. */
    Path server() throws IOException {
        List<Path> servers = servers();
        if (servers.size() != 1) {
            throw new AssertionError("not one server: " + servers);
        }
        return servers.get(0);
    }

    /** The process of the only one. */
    ProcessHandle postgres() throws IOException {
        return LeftServer.find(server().resolve("data")).orElseThrow().process();
    }

    /** The process of its guardian. */
    ProcessHandle guardian() throws IOException {
        Path mark = new GuardianLaunch(server()).mark();
        return Processes.of(Files.readString(mark)).orElseThrow();
    }

    /** A session of the superuser on the only one. */
    Connection superuser() throws IOException, SQLException {
        return SharedServer.superuser(SharedAddress.read(server()).orElseThrow(), Duration.ofSeconds(30))
                .connect();
    }

    /** Waits for something that happens in another process. */
    static boolean await(Callable<Boolean> condition) throws Exception {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), TimeSource.system());
        while (!condition.call()) {
            if (deadline.isOver()) {
                return false;
            }
            deadline.pause(Duration.ofMillis(20));
        }
        return true;
    }

    /** Ends a process as {@code kill -9} does. */
    static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        await(() -> !Processes.isAlive(process));
    }

    /** Removes what is left. Servers that run are ended by their guardians. */
    @Override
    public void close() throws IOException {
        for (Path server : servers()) {
            LeftServer.find(server.resolve("data"))
                    .ifPresent(left -> left.process().destroyForcibly());
        }
        FileTree.delete(this.directory);
    }
}
