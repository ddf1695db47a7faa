package io.e2e.migrations.template;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The databases of one test context on a server that is not ours. Thread-safe. */
final class ServerSupply implements DatabaseSupply {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSupply.class);

    private static final Duration LEAVE = Duration.ofSeconds(5);

    /** SQLSTATE 3D000, invalid_catalog_name: the template was cleared away meanwhile. */
    private static final String NO_SUCH_DATABASE = "3D000";

    private final TargetDatabase base;
    private final Administration administration;
    private final Administration dropping;
    private final @Nullable TemplateOrder order;
    private final Set<String> left = new HashSet<>();
    private @Nullable String original;
    private String strategy = "";

    /** Takes over the base database, which it closes. Drops in a session of its own: they may take long. */
    ServerSupply(TargetDatabase base, Administration administration, @Nullable TemplateOrder order) {
        this.base = base;
        this.administration = administration;
        this.order = order;
        this.dropping = administration.another();
        try {
            useTemplate();
            Thread reaping = new Thread(new Reaper(administration.another())::run, "e2e-migrations-reaper");
            reaping.setDaemon(true);
            reaping.start();
        } catch (SQLException ex) {
            throw failed("build the template", ex);
        }
    }

    private void useTemplate() throws SQLException {
        this.administration.facts();
        if (this.order != null) {
            new TemplateBuild(this.administration, this.order).ensure();
            copyFrom(this.order.name());
        }
    }

    private void copyFrom(String database) throws SQLException {
        String size = this.administration.query("SELECT pg_database_size(" + Sql.literal(database) + ")");
        this.strategy = this.administration.facts().strategy(Long.parseLong(String.valueOf(size)));
        this.original = database;
    }

    @Override
    public synchronized TargetDatabase next() {
        String name = this.administration.newName();
        try {
            try {
                create(name);
            } catch (SQLException ex) {
                if (this.order == null || !NO_SUCH_DATABASE.equals(ex.getSQLState())) {
                    throw ex;
                }
                useTemplate();
                create(name);
            }
        } catch (SQLException ex) {
            throw failed("create a database", ex);
        }
        this.left.add(name);
        return new ServerDatabase(this.administration.login(), name, this.original != null, this::drop);
    }

    private void create(String name) throws SQLException {
        this.administration.executeWhenFree("CREATE DATABASE " + Sql.identifier(name)
                + (this.original == null ? "" : " TEMPLATE " + Sql.identifier(this.original) + this.strategy));
    }

    @Override
    public synchronized void adopt(TargetDatabase model) {
        String name = model.address().orElseThrow().database();
        try {
            if (this.administration.isStillInUse(name, LEAVE)) {
                LOG.warn("Ending sessions that the application keeps in {}: tests get copies of it", name);
            }
            this.administration.close(name);
            copyFrom(name);
        } catch (SQLException ex) {
            throw failed("copy the context's database " + name, ex);
        }
    }

    @Override
    public synchronized String keep(TargetDatabase database, String reason) {
        DatabaseAddress address = database.address().orElseThrow();
        String name = address.database();
        if (this.left.remove(name)) {
            try {
                this.administration.execute(
                        "COMMENT ON DATABASE " + Sql.identifier(name) + " IS " + Sql.literal(Reaper.KEPT + reason));
            } catch (SQLException ex) {
                throw failed("keep the database " + name, ex);
            }
        }
        return address.plainUrl() + " as " + address.user() + " with its usual password, for "
                + Reaper.KEPT_FOR.toDays() + " days";
    }

    private synchronized boolean forget(String name) {
        return this.left.remove(name);
    }

    private void drop(String name) {
        if (forget(name)) {
            try {
                this.dropping.isStillInUse(name, LEAVE);
                this.dropping.execute("DROP DATABASE IF EXISTS " + Sql.identifier(name) + " WITH (FORCE)");
            } catch (SQLException ex) {
                LOG.warn("{} could not be dropped; a later run will do it", name, ex);
            }
        }
    }

    private TemplateServerException failed(String action, SQLException ex) {
        return new TemplateServerException(action, this.administration.server(), ex);
    }

    @Override
    public synchronized void close() {
        List.copyOf(this.left).forEach(this::drop);
        this.administration.close();
        this.dropping.close();
        this.base.close();
    }
}
