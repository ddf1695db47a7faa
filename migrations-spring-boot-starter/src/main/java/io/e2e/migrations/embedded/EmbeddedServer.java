package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.config.SqlName;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.cluster.ClusterCompaction;
import io.e2e.migrations.embedded.cluster.ClusterProvisioner;
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
import java.sql.Statement;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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
    private final OptionalLong archive;
    private final ClusterMemos memos;
    private String template = "";
    private String first = "";

    /** Takes over a server whose roles have the key's password, or the one of its cluster, and the rights of its settings. */
    private EmbeddedServer(ClusterProvisioner.Running running, Key key) {
        this.server = running.server();
        this.archive = running.archive();
        this.memos = new ClusterMemos(key.settings());
        this.password = key.password() == null ? this.server.rolePassword() : key.password();
        this.rights = key.settings().server().superuser() ? " SUPERUSER" : "";
    }

    /**
     * Starts a server.
     *
     * @param request names the role of the template
     * @param template the template that its prepared cluster shall hold; {@code null} means none
     */
    static EmbeddedServer start(Key key, DatabaseRequest request, @Nullable TemplateSpec template) {
        ServerStart start = new ServerStart(key.settings());
        if (template == null) {
            return new EmbeddedServer(start.run("", fresh -> {}), key);
        }
        return new EmbeddedServer(start.run(template.name(), fresh -> fill(fresh, key, request, template)), key)
                .with(request, template.name());
    }

    /**
     * Starts a server with a prepared cluster, whose template need not be known.
     *
     * @return {@code null} if the cache does not have it, or it does not start
     */
    static @Nullable EmbeddedServer startPrepared(Key key, DatabaseRequest request, PreparedArchive prepared) {
        ClusterProvisioner.Running running =
                new ServerStart(key.settings()).runPrepared(prepared.template(), prepared.checksum());
        return running == null ? null : new EmbeddedServer(running, key).with(request, prepared.template());
    }

    /** Puts the template and the first copy of it into a new cluster, whose passwords are its own: none is configured. */
    private static void fill(PostgresServer fresh, Key key, DatabaseRequest request, TemplateSpec template) {
        Key generated = new Key(key.settings(), null, key.template());
        EmbeddedServer maker =
                new EmbeddedServer(new ClusterProvisioner.Running(fresh, OptionalLong.empty()), generated);
        TemplateSpec small = template.followedBy(database -> compact(fresh, database));
        DatabaseProvisioner.open(new LeasedServer(maker, request, null, () -> {}), small)
                .next();
    }

    private static void compact(PostgresServer server, TargetDatabase template) {
        try {
            ClusterCompaction.compact(server, template.address().orElseThrow().database());
        } catch (SQLException ex) {
            throw new ProvisioningFailedException("compact the template", template.description(), ex);
        }
    }

    /** Notes what the cluster has: a template, and the first database and its role as this request wants them. */
    private EmbeddedServer with(DatabaseRequest request, String template) {
        this.template = template;
        this.first = request.database();
        this.names.add(this.first);
        this.roles.add(request.user());
        try {
            if (request.password() != null) {
                changePassword(request.user());
            }
            return this;
        } catch (RuntimeException | Error ex) {
            close();
            throw ex;
        }
    }

    /** Whether the server began with this archive. */
    boolean beganWith(PreparedArchive prepared) {
        return this.archive.isPresent()
                && this.archive.getAsLong() == prepared.checksum()
                && this.template.equals(prepared.template());
    }

    /** The archive that has this template; empty if the cache could not store it, or if the server began with another one. */
    Optional<PreparedArchive> archive(String template) {
        return this.archive.isPresent() && this.template.equals(template)
                ? Optional.of(new PreparedArchive(template, this.archive.getAsLong()))
                : Optional.empty();
    }

    ClusterMemos memos() {
        return this.memos;
    }

    /** The database that the cluster has as a copy of this template, unless somebody has or had it. */
    synchronized Optional<String> takeFirst(String template) {
        if (this.first.isEmpty() || !this.template.equals(template)) {
            return Optional.empty();
        }
        String taken = this.first;
        this.first = "";
        return Optional.of(taken);
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

    /** Creates a role without a login if there is none, of which this one becomes a member, so that it can own what the other does. */
    synchronized void createGroup(String name, String member) {
        String role = Sql.identifier(name);
        execute(
                "create the role " + name,
                Sql.block("BEGIN CREATE ROLE " + role + "; EXCEPTION WHEN duplicate_object THEN NULL; END") + "; GRANT "
                        + role + " TO " + Sql.identifier(member));
    }

    private void changePassword(String role) {
        try (Connection connection = this.server.connectBeforeFiles(this.first);
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + Sql.identifier(role) + " PASSWORD " + verifier());
        } catch (SQLException ex) {
            throw new ProvisioningFailedException("change the password of the role " + role, kind(), ex);
        }
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
     * @param template the name of the template that its databases are copies of, empty if they are empty: filling a template
     *     takes longer than starting a server that has it. A fixed port serves one server, whatever its databases hold
     */
    record Key(EmbeddedSettings settings, @Nullable Secret password, String template) {

        Key {
            settings = settings.ofServer();
            template = settings.server().port() == 0 ? template : "";
        }

        /** Written out, as each record's own comparison is linked anew in every JVM, which a start waits for. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && this.settings.equals(that.settings)
                    && Objects.equals(this.password, that.password)
                    && this.template.equals(that.template);
        }

        @Override
        public int hashCode() {
            return Objects.hash(this.settings, this.password, this.template);
        }
    }
}
