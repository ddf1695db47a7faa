package io.e2e.migrations.faults;

import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.embedded.host.RunAsChoice;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.JdbcDatabase;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A server whose processes end as the kernel ends them when memory is short, and that keeps what it committed. */
final class KilledServer implements AutoCloseable {

    /** What the embedded server does without; without {@code replica}, sequences return numbers again after a crash. */
    private static final Map<String, String> DURABLE =
            Map.of("synchronous_commit", "on", "wal_level", "replica", "full_page_writes", "on");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ForeignServer server;
    private final Path data;
    private final List<String> command;
    private ProcessHandle postmaster;
    private int databases;

    private KilledServer(ForeignServer server) throws IOException {
        this.server = server;
        this.data = Path.of(server.query("SHOW data_directory").get(0));
        List<String> file = Files.readAllLines(this.data.resolve("postmaster.pid"));
        this.postmaster = ProcessHandle.of(Long.parseLong(file.get(0))).orElseThrow();
        this.command = new ArrayList<>(List.of(this.postmaster.info().command().orElseThrow()));
        this.command.addAll(List.of(this.postmaster.info().arguments().orElseThrow()));
    }

    static KilledServer start() throws IOException {
        ForeignServer server = ForeignServer.start(DURABLE);
        server.execute("ALTER ROLE slm_user CREATEDB");
        return new KilledServer(server);
    }

    /** Creates an empty database. */
    SharedDatabase createDatabase() throws SQLException {
        String name = "killed_" + ++this.databases;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return SharedDatabase.watching(new JdbcDatabase(
                this.server.address().withDatabase(name), JdbcConnector.within(LIMIT), name, false, () -> {}));
    }

    private Connection connect() throws SQLException {
        return this.server.connect(this.server.address().database());
    }

    /** Kills the process that began last; the postmaster then ends all others, and recovers. */
    void killBackend() {
        this.postmaster
                .children()
                .max(Comparator.comparing(child -> child.info().startInstant().orElse(Instant.MIN)))
                .orElseThrow()
                .destroyForcibly();
    }

    /** Kills the first process of the server; the others end as soon as they notice. */
    void killPostmaster() {
        this.postmaster.destroyForcibly();
    }

    /** Returns when the server answers; starts it again if its first process is dead. */
    void awaitRecovery() throws IOException {
        Deadline deadline = Deadline.in(LIMIT, TimeSource.system());
        while (!answers()) {
            if (deadline.isOver()) {
                throw new IllegalStateException("the server does not recover");
            }
            // As long as a process of the killed one lives, another one refuses to start.
            if (!this.postmaster.isAlive()) {
                this.postmaster = new ProcessBuilder(
                                RunAsChoice.forThisProcess().wrap(this.command))
                        .directory(this.data.toFile())
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start()
                        .toHandle();
            }
            deadline.pause(Duration.ofMillis(50));
        }
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException ex) {
            return false;
        }
    }

    @Override
    public void close() {
        this.postmaster.destroyForcibly();
        this.server.close();
    }
}
