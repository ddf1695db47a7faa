package io.e2e.migrations.testing;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PgBouncer that leads to one database, if the machine has PgBouncer. */
public final class PgBouncer implements AutoCloseable {

    private final Process process;
    private final DatabaseAddress address;

    private PgBouncer(Process process, DatabaseAddress address) {
        this.process = process;
        this.address = address;
    }

    /** The program, on the path or where Debian installs it. */
    public static Optional<Path> program() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts one.
     *
     * @param mode its {@code pool_mode}
     * @param sessions how many sessions of the server all clients share
     * @param directory for its configuration and its log
     */
    public static PgBouncer start(DatabaseAddress server, String mode, int sessions, Path directory)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(directory.resolve("pgbouncer.ini"), """
                [databases]
                %s = host=%s port=%d user=%s password=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                default_pool_size = %d
                ignore_startup_parameters = extra_float_digits, options
                """.formatted(
                        server.database(),
                        server.host(),
                        server.port(),
                        server.user(),
                        server.password().value(),
                        port,
                        mode,
                        sessions));
        List<String> command = new ArrayList<>(List.of(program().orElseThrow().toString()));
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to run as root (PgBouncer manual, "user").
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(configuration.toString());
        Path log = directory.resolve("pgbouncer.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PgBouncer started = new PgBouncer(
                process, new DatabaseAddress("127.0.0.1", port, server.database(), server.user(), server.password()));
        started.awaitPort(log);
        return started;
    }

    private void awaitPort(Path log) throws IOException {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30), TimeSource.system());
        while (true) {
            try (Socket socket = new Socket("127.0.0.1", this.address.port())) {
                socket.setTcpNoDelay(true);
                return;
            } catch (IOException ex) {
                if (deadline.isOver() || !this.process.isAlive()) {
                    close();
                    throw new IOException(Files.readString(log), ex);
                }
                deadline.pause(Duration.ofMillis(10));
            }
        }
    }

    /** The database, by way of PgBouncer. */
    public DatabaseAddress address() {
        return this.address;
    }

    @Override
    public void close() {
        this.process.destroy();
    }
}
