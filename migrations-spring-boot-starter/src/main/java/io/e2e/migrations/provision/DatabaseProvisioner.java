package io.e2e.migrations.provision;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes databases of equal content on one server, one after another: one for each context, class or test. They are empty,
 * copies of a template, or copies of a database that was {@link #adopt adopted}. Thread-safe. Closing it drops
 * its databases and gives up the server.
 */
public final class DatabaseProvisioner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseProvisioner.class);

    /** SQLSTATE 3D000, invalid_catalog_name: another process removed the template. */
    private static final String NO_SUCH_DATABASE = "3D000";

    /**
     * So many databases of a {@link #scratch scratch server} stay after they were closed. Dropping each at once would halve
     * the space and double the time: ext4 passes over inodes that were freed in the last seconds, one by one, whenever a
     * file is made (measured: 76 s against 34 s for a proof that makes 39 databases).
     */
    private static final int KEPT_ON_SCRATCH = 20;

    private final DatabaseServer server;
    private final @Nullable TemplateSpec template;
    private final int kept;
    private final Set<String> databases = new HashSet<>();
    private final Queue<String> closed = new ArrayDeque<>();
    private @Nullable String prepared;
    private @Nullable String original;
    private boolean originalHasSettings; // once for all copies, as no session enters it
    private String templateOid = "";
    private String options = "";

    private DatabaseProvisioner(DatabaseServer server, @Nullable TemplateSpec template, int kept) {
        this.server = server;
        this.template = template;
        this.kept = kept;
    }

    /**
     * Creates a provisioner, which owns the server: if this fails, the server is closed.
     *
     * @param template what each database is a copy of; {@code null} means that they are empty
     * @throws ProvisioningFailedException if the server refuses something
     * @throws io.e2e.migrations.config.MigrationException what filling a new template throws
     */
    public static DatabaseProvisioner open(DatabaseServer server, @Nullable TemplateSpec template) {
        return new DatabaseProvisioner(server, template, 0).begin();
    }

    /** Creates a provisioner of empty databases for work that makes many and throws them away; drops them late. */
    public static DatabaseProvisioner scratch(DatabaseServer server) {
        return new DatabaseProvisioner(server, null, KEPT_ON_SCRATCH).begin();
    }

    /** Makes one database that owns the server; the parameters and the errors are those of {@link #open}. */
    public static TargetDatabase single(DatabaseServer server, @Nullable TemplateSpec template) {
        DatabaseProvisioner provisioner = open(server, template);
        try {
            return provisioner.next(name -> provisioner.close());
        } catch (RuntimeException | Error ex) {
            provisioner.close();
            throw ex;
        }
    }

    private DatabaseProvisioner begin() {
        try {
            if (this.template != null) {
                this.prepared = this.server.takePrepared(this.template.name()).orElse(null);
            }
            if (this.prepared == null) {
                useTemplate();
            } else {
                this.databases.add(this.prepared);
                this.options = this.server.createOptions(this.prepared);
            }
            return this;
        } catch (SQLException ex) {
            this.server.close();
            throw failed("build the template", ex);
        } catch (RuntimeException | Error ex) {
            this.server.close();
            throw ex;
        }
    }

    private void useTemplate() throws SQLException {
        if (this.template != null) {
            this.templateOid = new TemplateBuilder(this.server, this.template).ensure();
        }
        copyFrom(this.template == null ? null : this.template.name());
    }

    private void copyFrom(@Nullable String database) throws SQLException {
        this.options = this.server.createOptions(database);
        this.originalHasSettings = database != null
                && !this.server
                        .session()
                        .query(DatabaseSettings.findSql(database))
                        .isEmpty();
        this.original = database;
    }

    /**
     * Makes a database. Closing it drops it, and returns when that is done; sessions that stay in it are terminated.
     *
     * @throws ProvisioningFailedException if the server refuses it
     */
    public TargetDatabase next() {
        return next(this::giveUp);
    }

    /** The first one may be there already; only the second one needs the template then. */
    private synchronized TargetDatabase next(Consumer<String> release) {
        String first = this.prepared;
        if (first != null) {
            this.prepared = null;
            return complement(database(this.server, first, true, () -> release.accept(first)), true);
        }
        if (this.template != null && this.original == null) {
            try {
                useTemplate();
            } catch (SQLException ex) {
                throw failed("use the template", ex);
            }
        }
        return make(this.original, release);
    }

    /**
     * Copies any database of this provisioner, without running anything.
     *
     * @param original may be used later; sessions may leave it for some seconds
     * @throws ProvisioningFailedException if the server refuses it
     */
    public synchronized TargetDatabase copyOf(TargetDatabase original) {
        String name = original.address().orElseThrow().database();
        try {
            this.server.session().awaitNobodyIn(name, MaintenanceSession.LEAVE_LIMIT);
        } catch (SQLException ex) {
            throw failed("copy the database " + name, ex);
        }
        return make(name, this::giveUp);
    }

    private synchronized TargetDatabase make(@Nullable String from, Consumer<String> release) {
        String name = this.server.newName();
        try {
            create(name, from);
        } catch (SQLException ex) {
            this.server.release(name);
            throw failed("create the database " + name, ex);
        }
        this.databases.add(name);
        TargetDatabase made = database(this.server, name, from != null, () -> release.accept(name));
        return complement(made, this.template != null && this.template.name().equals(from));
    }

    private TargetDatabase complement(TargetDatabase made, boolean ofTemplate) {
        return this.template != null && ofTemplate ? this.server.complement(made, this.template.name()) : made;
    }

    private void create(String name, @Nullable String from) throws SQLException {
        try {
            this.server.session().create(name, from, this.options);
        } catch (SQLException ex) {
            if (this.template == null || !NO_SUCH_DATABASE.equals(ex.getSQLState())) {
                throw ex;
            }
            useTemplate();
            this.server.session().create(name, this.original, this.options);
        }
        if (from != null && (this.originalHasSettings || !from.equals(this.original))) {
            this.server.session().execute(DatabaseSettings.copySql(from, name));
        }
        if (this.template != null && this.template.name().equals(from) && this.server.isShared()) {
            requireSameTemplate(name, this.template);
        }
    }

    /** Another role may have put a database of its own in the place of the template since that was looked at. */
    private void requireSameTemplate(String copy, TemplateSpec from) throws SQLException {
        try {
            if (new TemplateBuilder(this.server, from).find().equals(this.templateOid)) {
                return;
            }
        } catch (ForeignTemplateException ex) {
            this.server.session().drop(copy);
            throw ex;
        }
        this.server.session().drop(copy);
        useTemplate();
        create(copy, this.original);
    }

    static TargetDatabase database(DatabaseServer server, String name, boolean copy, Runnable release) {
        return new JdbcDatabase(
                server.address(name),
                server.connector(),
                server.location() + "/" + name,
                copy,
                server::createRole,
                release);
    }

    /**
     * Makes what a database holds now the content of all that follow. It accepts no connections any more; sessions may
     * leave it for a short time, and are terminated then.
     *
     * @param model a database that this provisioner made
     */
    public synchronized void adopt(TargetDatabase model) {
        String name = model.address().orElseThrow().database();
        try {
            this.server.session().seal(name);
            copyFrom(name);
        } catch (SQLException ex) {
            throw failed("make a template of the database " + name, ex);
        }
    }

    /**
     * Keeps a database for people: neither closing it nor closing the provisioner drops it.
     *
     * @param database a database that this provisioner made
     * @param reason noted with the database
     * @return where the database is, how to log in and how long it stays, for people
     */
    public synchronized String keep(TargetDatabase database, String reason) {
        DatabaseAddress address = database.address().orElseThrow();
        if (this.databases.remove(address.database())) {
            try {
                this.server.session().comment(address.database(), LeftoverCleanup.KEPT + reason);
            } catch (SQLException ex) {
                throw failed("keep the database " + address.database(), ex);
            }
        }
        return address.plainUrl() + " as " + address.user() + " " + this.server.keptNote();
    }

    private void giveUp(String name) {
        String leaving;
        synchronized (this) {
            this.closed.add(name);
            leaving = this.closed.size() > this.kept ? this.closed.remove() : null;
        }
        if (leaving != null) {
            drop(leaving);
        }
    }

    private void drop(String name) {
        if (!forget(name)) {
            return;
        }
        try {
            this.server.dropSession().drop(name);
        } catch (SQLException ex) {
            if (SqlStates.isConnectionLost(ex)) {
                LOG.debug("{} is dropped later, as the server does not answer", name, ex);
                remember(name);
            } else {
                LOG.warn("{} could not be dropped", name, ex);
            }
        } catch (RuntimeException | LinkageError ex) {
            LOG.warn("{} could not be dropped", name, ex);
        }
    }

    private synchronized void remember(String name) {
        this.databases.add(name);
    }

    private synchronized boolean forget(String name) {
        return this.databases.remove(name);
    }

    private ProvisioningFailedException failed(String action, SQLException ex) {
        return new ProvisioningFailedException(action, this.server.location(), ex);
    }

    @Override
    public synchronized void close() {
        Set<String> left = Set.copyOf(this.databases);
        this.server.close(() -> left.forEach(this::drop));
    }
}
