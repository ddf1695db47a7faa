package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerLaunch;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The roles, databases and templates of one running server, made on demand. Thread-safe. */
final class EmbeddedServer implements AutoCloseable {

    private final PostgresServer server;
    private final ServerSql sql;
    private final Secret password;
    private final Set<String> roles = new HashSet<>();
    private final Set<String> databases = new HashSet<>();

    /** Takes over a server whose roles have this password. */
    EmbeddedServer(PostgresServer server, Secret password) {
        this.server = server;
        this.sql = ServerSql.on(server);
        this.password = password;
    }

    /**
     * Starts a server for this key.
     *
     * @param order the template that its prepared cluster shall hold, if any
     */
    static EmbeddedServer start(SharedServers.Key key, @Nullable TemplateOrder order) {
        ServerStart start = new ServerStart(key.settings());
        Secret password = key.rolePassword();
        if (order == null) {
            return new EmbeddedServer(start.run("", running -> {}), password);
        }
        // The prepared cluster is made under a password of its own: ours is this run's only.
        PostgresServer running =
                start.run(order.fingerprint(), fresh -> new EmbeddedServer(fresh, Secret.generate()).template(order));
        ServerSql.on(running).changePassword(order.request().user(), password);
        EmbeddedServer server = new EmbeddedServer(running, password);
        server.databases.add(order.databaseName());
        server.roles.add(order.request().user());
        return server;
    }

    String version() {
        return this.server.version();
    }

    boolean isRunning() {
        return this.server.isRunning();
    }

    PostgresServer running() {
        return this.server;
    }

    /** A new database, empty or a copy of the template, owned by the configured role; its name is made unique. */
    synchronized DatabaseAddress createDatabase(DatabaseRequest request, @Nullable TemplateOrder order) {
        String template = order == null ? null : template(order);
        role(request.user());
        return address(create(request, template), request.user());
    }

    /** Drops a database that nobody needs any more, some time; nobody waits for it. */
    void discard(String database) {
        if (isRunning()) {
            new DatabaseDrop(this.sql, this).begin(database);
        }
    }

    /** A new database like one that was {@link #seal sealed}. */
    synchronized DatabaseAddress copyDatabase(DatabaseRequest request, String sealed) {
        return address(create(request, sealed), request.user());
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

    @Override
    public void close() {
        this.server.close();
    }

    /**
     * The template's database, made now if this server has none. It bears the configured name while it is filled, so
     * that whatever fills it sees what it will see in the copies, and its own name only when it is whole.
     */
    private synchronized String template(TemplateOrder order) {
        String template = order.databaseName();
        if (!this.databases.contains(template)) {
            make(template, order);
        }
        return template;
    }

    private void make(String template, TemplateOrder order) {
        DatabaseRequest request = order.request();
        role(request.user());
        String draft = create(request, null);
        try (EmbeddedDatabase database =
                new EmbeddedDatabase(address(draft, request.user()), request, version(), () -> {})) {
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

    private void role(String name) {
        if (!this.roles.contains(name)) {
            this.sql.createRole(name, this.password);
            this.roles.add(name);
        }
    }

    private String create(DatabaseRequest request, @Nullable String template) {
        String name = freeName(request.database());
        this.sql.createDatabase(name, request.user(), template);
        this.databases.add(name);
        return name;
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
