package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.Secret;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The roles, databases and templates of one running server, made on demand. Thread-safe. */
final class EmbeddedServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);

    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(5);
    private static final Duration LEAVE_POLL = Duration.ofMillis(50);

    private final RunningServer running;
    private final ServerSql sql;
    private final Secret password;
    private final Set<String> roles = new HashSet<>();
    private final Set<String> databases = new HashSet<>();
    private final Set<String> templates = new HashSet<>();

    private EmbeddedServer(RunningServer running, Secret password) {
        this.running = running;
        this.sql = new ServerSql(running);
        this.password = password;
    }

    /**
     * Starts the server of this key and returns when it answers.
     *
     * @param order the template that its prepared cluster shall hold, if any
     */
    static EmbeddedServer start(SharedServers.Key key, @Nullable TemplateOrder order, TimeSource time) {
        Deadline deadline = Deadline.in(key.settings().startTimeout(), time);
        Secret password = key.password() == null ? Cluster.newPassword() : key.password();
        ServerStart start = new ServerStart(key.settings(), UserPlaces.current(), PortChoice.free(), deadline);
        if (order == null) {
            return new EmbeddedServer(start.run("", running -> {}), password);
        }
        // The prepared cluster is made under a password of its own: ours is this run's only.
        RunningServer running = start.run(
                order.fingerprint(), fresh -> new EmbeddedServer(fresh, Cluster.newPassword()).template(order));
        EmbeddedServer server = new EmbeddedServer(running, password);
        server.adopt(order);
        return server;
    }

    String version() {
        return this.running.binaries().version();
    }

    boolean isRunning() {
        return this.running.isRunning();
    }

    RunningServer running() {
        return this.running;
    }

    /** A new database, empty or a copy of the template, owned by the configured role; its name is made unique. */
    synchronized DatabaseAddress createDatabase(MigrationConfig config, @Nullable TemplateOrder order) {
        String template = order == null ? null : template(order);
        role(config.postgresUser());
        String name = freeName(config.postgresDb());
        this.sql.createDatabase(name, config.postgresUser(), template);
        this.databases.add(name);
        return address(name, config.postgresUser());
    }

    /** Drops a database that nobody needs any more, some time; nobody waits for it. */
    void discard(String database) {
        if (isRunning()) {
            Thread reaper = new Thread(() -> dropWhenLeft(database), "e2e-migrations-embedded-drop");
            reaper.setDaemon(true);
            reaper.start();
        }
    }

    /** DROP DATABASE itself would wait for sessions in steps of 100 ms, and keep others waiting for ours meanwhile. */
    private void dropWhenLeft(String database) {
        try {
            Deadline deadline = Deadline.in(LEAVE_LIMIT, TimeSource.system());
            while (isInUse(database) && !deadline.isOver()) {
                deadline.pause(LEAVE_POLL);
            }
            drop(database);
        } catch (SQLException ex) {
            LOG.debug("{} goes with the server", database, ex);
        }
    }

    /** A new database like one that was {@link #seal sealed}. */
    synchronized DatabaseAddress copyDatabase(MigrationConfig config, String sealed) {
        String name = freeName(config.postgresDb());
        this.sql.createDatabase(name, config.postgresUser(), sealed);
        this.databases.add(name);
        return address(name, config.postgresUser());
    }

    /** Turns a database into one to be copied, under a name of its own; sessions in it end. */
    synchronized String seal(String database) {
        String sealed = freeName(database + "_model");
        this.sql.seal(database, sealed);
        this.databases.add(sealed);
        return sealed;
    }

    synchronized boolean isInUse(String database) throws SQLException {
        return this.sql.isInUse(database);
    }

    private synchronized void drop(String database) {
        if (isRunning()) {
            this.sql.drop(database);
        }
    }

    @Override
    public void close() {
        this.running.close();
    }

    /**
     * The template's database, made now if this server has none. It bears the configured name while it is filled, so
     * that whatever fills it sees what it will see in the copies, and its own name only when it is whole.
     */
    private synchronized String template(TemplateOrder order) {
        String template = order.databaseName();
        if (this.templates.contains(template)) {
            return template;
        }
        String user = order.config().postgresUser();
        role(user);
        String draft = freeName(order.config().postgresDb());
        this.sql.createDatabase(draft, user, null);
        try (EmbeddedDatabase database =
                new EmbeddedDatabase(address(draft, user), order.config(), version(), () -> {})) {
            order.template().fill().accept(database);
            this.sql.seal(draft, template);
        } catch (RuntimeException | Error ex) {
            this.sql.drop(draft);
            throw ex;
        }
        this.templates.add(template);
        return template;
    }

    /** The cluster came with this template and its role; only the role's password is still that of its making. */
    private void adopt(TemplateOrder order) {
        this.templates.add(order.databaseName());
        this.sql.changePassword(order.config().postgresUser(), this.password);
        this.roles.add(order.config().postgresUser());
    }

    private void role(String name) {
        if (this.roles.add(name)) {
            this.sql.createRole(name, this.password);
        }
    }

    private String freeName(String wanted) {
        String name = wanted;
        for (int number = 2; this.databases.contains(name); number++) {
            name = wanted + "_" + number;
        }
        return name;
    }

    private DatabaseAddress address(String database, String user) {
        return new DatabaseAddress(ServerLaunch.HOST, this.running.port(), database, user, this.password);
    }
}
