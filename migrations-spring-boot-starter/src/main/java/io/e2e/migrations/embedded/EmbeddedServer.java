package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The roles, databases and templates of one running server, made on demand. Thread-safe. */
final class EmbeddedServer implements AutoCloseable {

    private final LiveServer server;
    private final ServerSql sql;
    private final Secret password;
    private final Set<String> roles = new HashSet<>();
    private final Set<String> databases = new HashSet<>();

    /** Takes over a server whose roles have this password. */
    EmbeddedServer(LiveServer server, Secret password) {
        this.server = server;
        this.sql = ServerSql.on(server);
        this.password = password;
    }

    /**
     * The server of this key, which answers: one that other JVMs use too, if that is wanted and possible.
     *
     * @param order the template that its prepared cluster shall hold, if any
     */
    static EmbeddedServer provide(SharedServers.Key key, @Nullable TemplateOrder order, TimeSource time) {
        return SharedScope.of(key.settings().reuse())
                .map(scope -> SharedStart.of(key, scope, time).run(order))
                .orElseGet(() -> start(key, order, time));
    }

    /** The same, started for this JVM alone. */
    static EmbeddedServer start(SharedServers.Key key, @Nullable TemplateOrder order, TimeSource time) {
        Deadline deadline = Deadline.in(key.settings().startTimeout(), time);
        Premises premises = Premises.of(key.settings(), UserPlaces.current());
        ServerStart start = new ServerStart(key.settings(), premises, PortChoice.free(), deadline);
        Secret password = key.rolePassword();
        EmbeddedServer server = new EmbeddedServer(launch(start::run, password, order), password);
        if (order != null) {
            server.databases.add(order.databaseName());
            server.roles.add(order.config().postgresUser());
        }
        return server;
    }

    /** Starts a server whose prepared cluster holds this template, if any, and whose roles have this password. */
    static RunningServer launch(Start start, Secret password, @Nullable TemplateOrder order) {
        if (order == null) {
            return start.run("", running -> {});
        }
        // The prepared cluster is made under a password of its own: ours is this run's only.
        RunningServer running = start.run(
                order.fingerprint(), fresh -> new EmbeddedServer(fresh, Cluster.newPassword()).template(order));
        ServerSql.on(running).changePassword(order.config().postgresUser(), password);
        return running;
    }

    /** One of the ways in which {@link ServerStart} starts a server. */
    interface Start {

        RunningServer run(String fingerprint, Consumer<RunningServer> contents);
    }

    String version() {
        return this.server.version();
    }

    boolean isRunning() {
        return this.server.isRunning();
    }

    LiveServer running() {
        return this.server;
    }

    /** A new database, empty or a copy of the template, owned by the configured role; its name is made unique. */
    synchronized DatabaseAddress createDatabase(MigrationConfig config, @Nullable TemplateOrder order) {
        lookAround();
        String template = order == null ? null : template(order);
        role(config.postgresUser());
        return address(create(config, template), config.postgresUser());
    }

    /** Drops a database that nobody needs any more, some time; nobody waits for it. */
    void discard(String database) {
        if (isRunning()) {
            DatabaseDrop.inBackground(() -> dropWhenLeft(database));
        }
    }

    /** The same, now, as soon as nobody is connected to it. */
    void dropWhenLeft(String database) {
        if (this.server instanceof SharedServer shared) {
            shared.drop(database);
        } else {
            new DatabaseDrop(this.sql, this).whenLeft(database);
        }
    }

    /** A new database like one that was {@link #seal sealed}. */
    synchronized DatabaseAddress copyDatabase(MigrationConfig config, String sealed) {
        lookAround();
        return address(create(config, sealed), config.postgresUser());
    }

    /** Turns a database into one to be copied, under a name of its own; sessions in it end. */
    synchronized String seal(String database) {
        lookAround();
        String sealed = underAFreeName(database + "_model", name -> this.sql.seal(database, name));
        this.server.claim(sealed);
        return sealed;
    }

    /** Keeps a database for as long as the server runs, whatever becomes of this JVM. */
    synchronized void keep(String database) {
        this.server.keep(database);
    }

    synchronized boolean isInUse(String database) throws SQLException {
        return this.sql.isInUse(database);
    }

    @Override
    public void close() {
        this.server.close();
    }

    /**
     * The template's database, made now if this server has none. It bears the configured name while it is filled, so
     * that whatever fills it sees what it will see in the copies, and its own name only when it is whole.
     */
    @SuppressWarnings("try") // the turn is held, not used
    private synchronized String template(TemplateOrder order) {
        String template = order.databaseName();
        if (!this.databases.contains(template)) {
            try (LiveServer.Turn turn = this.server.turn(template)) {
                lookAround();
                if (!this.databases.contains(template)) {
                    make(template, order);
                }
            }
        }
        return template;
    }

    private void make(String template, TemplateOrder order) {
        MigrationConfig config = order.config();
        role(config.postgresUser());
        String draft = create(config, null);
        try (EmbeddedDatabase database =
                new EmbeddedDatabase(address(draft, config.postgresUser()), config, version(), () -> {})) {
            order.template().fill().accept(database);
            this.sql.seal(draft, template);
        } catch (RuntimeException | Error ex) {
            this.sql.drop(draft);
            throw ex;
        } finally {
            this.databases.remove(draft);
        }
        this.databases.add(template);
    }

    @SuppressWarnings("try") // the turn is held, not used
    private void role(String name) {
        if (!this.roles.contains(name)) {
            try (LiveServer.Turn turn = this.server.turn("roles")) {
                lookAround();
                if (!this.roles.contains(name)) {
                    this.sql.createRole(name, this.password);
                    this.roles.add(name);
                }
            }
        }
    }

    private String create(MigrationConfig config, @Nullable String template) {
        String made = underAFreeName(
                config.postgresDb(), name -> this.sql.createDatabase(name, config.postgresUser(), template));
        this.server.claim(made);
        return made;
    }

    private String underAFreeName(String wanted, Consumer<String> action) {
        while (true) {
            String name = freeName(wanted);
            try {
                action.accept(name);
                this.databases.add(name);
                return name;
            } catch (EmbeddedDatabaseException ex) {
                // Another JVM may take a name between our look and our try: then the next one.
                if (!this.server.isShared() || !ServerSql.isTaken(ex) || name.equals(ServerLaunch.MAINTENANCE)) {
                    throw ex;
                }
                lookAround();
            }
        }
    }

    /** On a shared server, others make and drop databases. */
    private void lookAround() {
        if (this.server.isShared()) {
            ServerSql.Inventory inventory = this.sql.inventory();
            this.databases.clear();
            this.databases.addAll(inventory.databases());
            this.roles.clear();
            this.roles.addAll(inventory.roles());
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
        return new DatabaseAddress(ServerLaunch.HOST, this.server.port(), database, user, this.password);
    }
}
