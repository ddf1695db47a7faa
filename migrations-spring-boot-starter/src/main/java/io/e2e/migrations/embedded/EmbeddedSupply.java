package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The databases of one test context, in a server that it may share with others. Thread-safe. */
final class EmbeddedSupply implements DatabaseSupply {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSupply.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A backend ends a moment after its client has left. */
    private static final Duration POLL = Duration.ofMillis(1);

    private final MigrationConfig config;
    private final @Nullable TemplateOrder order;
    private final SharedServers.Lease lease;
    private final DropSession dropping;
    private final Set<String> left = new HashSet<>();
    private final Map<String, String> renamed = new HashMap<>();
    private @Nullable String model;
    private @Nullable Recycling recycling;
    private int copies;

    EmbeddedSupply(MigrationConfig config, @Nullable TemplateOrder order, SharedServers.Lease lease) {
        this.config = config;
        this.order = order;
        this.lease = lease;
        this.dropping = new DropSession(lease.server(), config);
    }

    @Override
    public synchronized TargetDatabase next() {
        EmbeddedServer server = this.lease.server();
        if (this.model == null) {
            return handedOut(server.createDatabase(this.config, this.order));
        }
        DatabaseAddress copy = server.copyDatabase(this.config, this.model);
        this.copies++;
        if (this.recycling != null && this.copies > 1) {
            // A test waits for the first one.
            this.recycling.learnFrom(copy.database());
        }
        return handedOut(copy);
    }

    private TargetDatabase handedOut(DatabaseAddress address) {
        this.left.add(address.database());
        EmbeddedDatabase database = new EmbeddedDatabase(
                address, this.config, this.lease.server().version(), () -> drop(address.database()));
        return this.order == null ? database : database.asCopyOfTemplate();
    }

    @Override
    public Optional<TargetDatabase> recycle(TargetDatabase used) {
        String name = used.address().orElseThrow().database();
        Recycling way = wayFor(name);
        Optional<DatabaseAddress> address = way == null ? Optional.empty() : way.rename(name);
        if (way == null || address.isEmpty()) {
            return Optional.empty();
        }
        boolean good = way.restore(address.get().database());
        synchronized (this) {
            this.left.remove(name);
            if (good) {
                return Optional.of(handedOut(address.get()));
            }
            this.left.add(address.get().database());
            this.renamed.put(name, address.get().database());
            return Optional.empty();
        }
    }

    /** Copies of what a context's start has left can be made good again; a database that is kept for people cannot. */
    private synchronized @Nullable Recycling wayFor(String database) {
        return this.left.contains(database) ? this.recycling : null;
    }

    private void drop(String database) {
        String present = present(database);
        if (forget(present)) {
            this.dropping.drop(present);
        }
    }

    /** The name of a database after an attempt to recycle it. */
    private synchronized String present(String database) {
        String name = this.renamed.remove(database);
        return name == null ? database : name;
    }

    private synchronized boolean forget(String database) {
        return this.left.remove(database);
    }

    @Override
    public synchronized void adopt(TargetDatabase database) {
        EmbeddedServer server = this.lease.server();
        String name = database.address().orElseThrow().database();
        try {
            Deadline deadline = Deadline.in(PATIENCE, TimeSource.system());
            while (server.isInUse(name) && !deadline.isOver()) {
                deadline.pause(POLL);
            }
            if (server.isInUse(name)) {
                LOG.warn("Ending sessions that the application keeps in {}: tests get copies of it", name);
            }
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException("see who uses the database " + name, ex);
        }
        this.model = server.seal(name);
        this.recycling = new Recycling(server, this.config, server.nextTransaction(), Recycling.WORTHWHILE);
        this.left.remove(name);
        this.left.add(this.model);
    }

    /** For as long as the server runs: there is nothing that could dump it. */
    @Override
    public synchronized String keep(TargetDatabase database, String reason) {
        DatabaseAddress address = database.address().orElseThrow();
        this.left.remove(address.database());
        this.lease.server().keep(address.database());
        return address.plainUrl() + " as " + address.user() + " with password "
                + address.password().value() + ", until the embedded server ends";
    }

    /** What is still there goes with the server, or some time if others use it. */
    @Override
    public synchronized void close() {
        EmbeddedServer server = this.lease.server();
        this.lease.close();
        this.dropping.close();
        this.left.forEach(server::discard);
        this.left.clear();
    }
}
