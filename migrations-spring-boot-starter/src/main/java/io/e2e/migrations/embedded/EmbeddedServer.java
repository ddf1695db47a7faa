package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.config.SqlName;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.embedded.cluster.ClusterSpec;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.provision.MaintenanceSession;
import io.e2e.migrations.provision.ProvisioningFailedException;
import io.e2e.migrations.provision.SharedResources;
import io.e2e.migrations.provision.TemplateSpec;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.time.TimeSource;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PasswordUtil;

/**
 * One running server, shared in this JVM by all {@link LeasedServer leases} on it: the superuser's sessions, the roles, and
 * the names of databases. Thread-safe.
 */
final class EmbeddedServer implements SharedResources.Resource {

    /** The superuser's second session is in a database of this name: template1 can have only one while it is copied. */
    private static final String MAINTENANCE = "e2e_migrations_maintenance";

    private final PostgresServer server;
    private final Secret password;
    private final String rights;
    private final MaintenanceSession session = new MaintenanceSession(this::connect, TimeSource.system());
    private final MaintenanceSession dropSession = new MaintenanceSession(this::connectToDrop, TimeSource.system());
    private final Set<String> roles = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    /** Takes over a server whose roles have this password, and the rights of these settings. */
    private EmbeddedServer(PostgresServer server, Secret password, EmbeddedSettings settings) {
        this.server = server;
        this.password = password;
        this.rights = settings.server().superuser() ? " SUPERUSER" : "";
    }

    /**
     * Starts a server.
     *
     * @param request names the role of the template
     * @param template the template that its prepared cluster shall hold; {@code null} means none
     */
    static EmbeddedServer start(Key key, DatabaseRequest request, @Nullable TemplateSpec template) {
        ServerStart start = new ServerStart(key.settings());
        Secret password = key.password() == null ? Secret.generate() : key.password();
        if (template == null) {
            return new EmbeddedServer(start.run("", fresh -> {}), password, key.settings());
        }
        EmbeddedServer server = new EmbeddedServer(
                start.run(template.name(), fresh -> {
                    // The prepared cluster is made under a password of its own: ours is this run's only.
                    EmbeddedServer maker = new EmbeddedServer(fresh, Secret.generate(), key.settings());
                    DatabaseProvisioner.open(new LeasedServer(maker, request, () -> {}), template)
                            .close();
                }),
                password,
                key.settings());
        server.changePassword(request.user());
        return server;
    }

    PostgresServer running() {
        return this.server;
    }

    Secret password() {
        return this.password;
    }

    MaintenanceSession session() {
        return this.session;
    }

    MaintenanceSession dropSession() {
        return this.dropSession;
    }

    @Override
    public boolean isUsable() {
        return this.server.isRunning();
    }

    private Connection connect() throws SQLException {
        Connection first = this.server.session();
        return first.isClosed() ? this.server.connect(ServerLaunch.MAINTENANCE) : first;
    }

    private Connection connectToDrop() throws SQLException {
        String home = newName(MAINTENANCE);
        this.session.create(home, null, strategy());
        return this.server.connect(home);
    }

    /**
     * How databases are copied. Copying the files costs less than writing them to the log as long as nothing is synced;
     * before PostgreSQL 15 there is no choice.
     */
    String strategy() {
        return this.server.major() >= 15 ? " STRATEGY file_copy" : "";
    }

    /** The wanted name, with a number if another database has or had it. */
    synchronized String newName(String wanted) {
        String name = wanted;
        for (int number = 2; !this.names.add(name); number++) {
            name = SqlName.withSuffix(wanted, "_" + number);
        }
        return name;
    }

    synchronized void release(String name) {
        this.names.remove(name);
    }

    /**
     * Creates a role if this has not been done. Unless the settings want it, it is no superuser and may not create roles or
     * databases: what it may do, it may as the owner of its databases. Only a reset of data is given one more right, to put
     * rows back without firing triggers; PostgreSQL can grant it since 15.
     */
    synchronized void createRole(String name) {
        if (!this.roles.contains(name)) {
            String role = Sql.identifier(name);
            String grant =
                    this.server.major() >= 15 ? "; GRANT SET ON PARAMETER session_replication_role TO " + role : "";
            execute(
                    "create the role " + name,
                    "CREATE ROLE " + role + this.rights + " LOGIN PASSWORD " + verifier() + grant);
            this.roles.add(name);
        }
    }

    private synchronized void changePassword(String role) {
        execute(
                "change the password of the role " + role,
                "ALTER ROLE " + Sql.identifier(role) + " PASSWORD " + verifier());
        this.roles.add(role);
    }

    /** What the server stores of the password, so that no statement contains the password itself. */
    private String verifier() {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return Sql.literal(PasswordUtil.encodeScramSha256(
                this.password.value().toCharArray(), ClusterSpec.SCRAM_ITERATIONS, salt));
    }

    private void execute(String action, String sql) {
        try {
            this.session.execute(sql);
        } catch (SQLException ex) {
            throw new ProvisioningFailedException(action, kind(), ex);
        }
    }

    String kind() {
        return "embedded PostgreSQL " + this.server.version();
    }

    @Override
    public void close() {
        this.server.close();
    }

    /**
     * What must be equal for a server to be shared. The password is part of it because roles belong to a server, not to a
     * database: all roles of one server have its password.
     *
     * @param password as configured; {@code null} means one that the server generates
     */
    record Key(EmbeddedSettings settings, @Nullable Secret password) {

        Key {
            settings = settings.ofServer();
        }
    }
}
