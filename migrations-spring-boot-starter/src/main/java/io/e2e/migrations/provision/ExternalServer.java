package io.e2e.migrations.provision;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.DatabaseUnreachableException;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.session.SqlStates;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that is not ours: the one on which a configured database is, which is left alone. All processes that want the
 * same contents share a template there, now and in later runs. PostgreSQL itself is the only meeting point: nothing is
 * kept in files. The role of the configured database owns everything, and needs {@code CREATEDB}. Thread-safe.
 */
public final class ExternalServer implements DatabaseServer {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalServer.class);

    /** Followed by the owner, the name of a session in pg_stat_activity: other processes see by it that we live. */
    static final String APPLICATION = "e2e-migrations owner ";

    /**
     * 3D000, invalid_catalog_name; 42501, insufficient_privilege; 28000, invalid_authorization (pg_hba.conf); 08P01, a
     * pooler that does not know the database.
     */
    private static final Set<String> NO_ENTRY = Set.of("3D000", SqlStates.INSUFFICIENT_PRIVILEGE, "28000", "08P01");

    /** As long as an application's pool waits for a connection by default (HikariCP, connectionTimeout). */
    private static final Duration RETURN_LIMIT = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(100);

    private final TargetDatabase base;
    private final DatabaseAddress login;
    private final String maintenanceDatabase;
    private final JdbcConnector connector;
    private final TimeSource time;
    private final String owner = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    private final DatabaseNames names = new DatabaseNames(this.owner);
    private final MaintenanceSession session;
    private final MaintenanceSession dropSession;
    private volatile @Nullable ServerFacts facts;
    private volatile boolean away;

    /** Takes over the configured database, whose address must be known. */
    ExternalServer(TargetDatabase base, String maintenanceDatabase, JdbcConnector connector, TimeSource time) {
        this.base = base;
        this.login = base.address().orElseThrow();
        this.maintenanceDatabase = maintenanceDatabase;
        this.connector = connector;
        this.time = time;
        this.session = newSession();
        this.dropSession = new MaintenanceSession(this::connectOnce, time);
    }

    /**
     * Opens a provisioner on the server of a configured database; the caller closes it.
     *
     * @param target provides the configured database, whose address must be known
     * @param maintenanceDatabase from which databases are created and dropped. Where there is none of this name, or the
     *     role may not enter it, the configured database is used
     * @param request names the server and the role
     * @param contents what each database holds; {@code null} means nothing
     * @throws CreateDatabaseDeniedException if the role lacks the right
     * @throws ProvisioningFailedException if the server refuses something else
     */
    public static DatabaseProvisioner provisioner(
            DatabaseAccess target,
            String maintenanceDatabase,
            DatabaseRequest request,
            @Nullable DatabaseTemplate contents) {
        TemplateSpec template = TemplateSpec.of(contents, request);
        JdbcConnector connector = JdbcConnector.within(request.timeouts().connect());
        ExternalServer server =
                new ExternalServer(target.open(request), maintenanceDatabase, connector, TimeSource.system());
        DatabaseProvisioner provisioner =
                server.open(template, request.timeouts().connect());
        Thread cleanup = new Thread(new LeftoverCleanup(server)::run, "e2e-migrations-cleanup");
        cleanup.setDaemon(true);
        cleanup.start();
        return provisioner;
    }

    private DatabaseProvisioner open(@Nullable TemplateSpec template, Duration connectTimeout) {
        try {
            return DatabaseProvisioner.open(this, template);
        } catch (ProvisioningFailedException ex) {
            // Nothing was refused if there was no connection at all.
            throw this.facts == null && ex.getCause() instanceof SQLException cause
                    ? DatabaseUnreachableException.of(this.base, connectTimeout, cause)
                    : ex;
        }
    }

    @Override
    public String kind() {
        return "PostgreSQL";
    }

    @Override
    public DatabaseAddress address(String database) {
        return this.login.withDatabase(database);
    }

    @Override
    public JdbcConnector connector() {
        return this.connector;
    }

    @Override
    public MaintenanceSession session() {
        return this.session;
    }

    @Override
    public MaintenanceSession dropSession() {
        return this.dropSession;
    }

    /** Another session of the same kind, which the caller closes. */
    MaintenanceSession newSession() {
        return new MaintenanceSession(this::connect, this.time);
    }

    /** Nobody waits for a database that is dropped. */
    private Connection connectOnce() throws SQLException {
        return enter(named());
    }

    private JdbcConnector named() {
        return this.connector.with(PGProperty.APPLICATION_NAME, APPLICATION + this.owner);
    }

    private Connection connect() throws SQLException {
        Connection connection = this.facts == null || this.away ? enter(named()) : enterAgain(named());
        this.away = false;
        if (this.facts == null) {
            try {
                this.facts = ServerFacts.read(connection, location(), this.base.description(), this.time);
            } catch (SQLException | RuntimeException ex) {
                connection.close();
                throw ex;
            }
        }
        return connection;
    }

    /** Waits for a server that has answered before, once: for a pod as long as for the first one. */
    private Connection enterAgain(JdbcConnector named) throws SQLException {
        Deadline deadline = Deadline.in(RETURN_LIMIT, this.time);
        while (true) {
            try {
                return enter(named);
            } catch (SQLException ex) {
                if (!SqlStates.isConnectionLost(ex)) {
                    throw ex;
                }
                this.away = true;
                if (deadline.isOver()) {
                    throw ex;
                }
                LOG.debug("Waiting for {} to come back", location(), ex);
            }
            deadline.pause(POLL);
            awaitBase();
        }
    }

    private void awaitBase() {
        try (Connection connection = this.base.connect()) {
            LOG.debug("{} is back: {}", location(), connection);
        } catch (SQLException ex) {
            LOG.debug("{} does not answer", location(), ex);
        }
    }

    private Connection enter(JdbcConnector named) throws SQLException {
        try {
            return inspected(named.connect(address(this.maintenanceDatabase)));
        } catch (SQLException ex) {
            if (!NO_ENTRY.contains(SqlStates.of(ex))) {
                throw ex;
            }
            return inspected(named.connect(this.login));
        }
    }

    private Connection inspected(Connection connection) throws SQLException {
        try {
            this.base.inspect(connection);
            return connection;
        } catch (SQLException | RuntimeException ex) {
            connection.close();
            throw ex;
        }
    }

    String owner() {
        return this.owner;
    }

    /** The present moment by the server's clock when a session has asked it; this machine's clock may step. */
    Instant now() {
        ServerFacts known = this.facts;
        return known == null
                ? this.time.now()
                : known.now().plus(this.time.elapsed()).minus(known.readAt());
    }

    @Override
    public String ours(String role) {
        return Ownership.ours(role);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public String newName() {
        return this.names.next(now());
    }

    /** What others have put into template1 would act in each of our databases with our rights. */
    @Override
    public String createOptions(@Nullable String original) throws SQLException {
        // The first statement opens the session, which checks the right to create databases.
        if (original == null) {
            List<String> strangers = this.session.query(Ownership.strangersInTemplate1());
            if (strangers.isEmpty()) {
                return "";
            }
            LOG.warn(
                    "New databases on {} are copies of template0, because template1 holds objects of {}",
                    location(),
                    String.join(", ", strangers));
            return " TEMPLATE template0";
        }
        String size = this.session
                .query("SELECT pg_database_size(" + Sql.literal(original) + ")")
                .get(0);
        ServerFacts known = this.facts;
        return known == null ? "" : known.strategy(Long.parseLong(size));
    }

    /** The comment of a template is the day of its last use, which keeps it from being cleared away. */
    @Override
    public void noteUse(String template) throws SQLException {
        String today = LocalDate.ofInstant(now(), ZoneOffset.UTC).toString();
        String sql = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ";
        if (!this.session.query(sql + Sql.literal(template)).contains(today)) {
            this.session.comment(template, today);
        }
    }

    @Override
    public String keptNote() {
        return "with its usual password, for " + LeftoverCleanup.KEPT_FOR.toDays() + " days";
    }

    /** Drops what is left now; a later run drops what stays. */
    @Override
    public void close(Runnable drops) {
        drops.run();
        this.session.close();
        this.dropSession.close();
        this.base.close();
    }
}
