package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.process.EmbeddedDatabaseException;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
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

    private final DatabaseRequest request;
    private final @Nullable TemplateOrder order;
    private final SharedServers.Lease lease;
    private final DropSession dropping;
    private final Set<String> left = new HashSet<>();
    private @Nullable String model;

    EmbeddedSupply(DatabaseRequest request, @Nullable TemplateOrder order, SharedServers.Lease lease) {
        this.request = request;
        this.order = order;
        this.lease = lease;
        this.dropping = new DropSession(lease.server(), request);
    }

    @Override
    public synchronized TargetDatabase next() {
        EmbeddedServer server = this.lease.server();
        DatabaseAddress address = this.model == null
                ? server.createDatabase(this.request, this.order)
                : server.copyDatabase(this.request, this.model);
        this.left.add(address.database());
        EmbeddedDatabase database =
                new EmbeddedDatabase(address, this.request, server.version(), () -> drop(address.database()));
        return this.order == null ? database : database.asCopyOfTemplate();
    }

    private void drop(String database) {
        if (forget(database)) {
            this.dropping.drop(database);
        }
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
        this.left.remove(name);
        this.left.add(this.model);
    }

    /**
     * Keeps it for as long as the server runs: there is nothing that could dump it. A generated password is shown, because
     * nobody else knows it; a configured one never, because it may be valid elsewhere too.
     */
    @Override
    public synchronized String keep(TargetDatabase database, String reason) {
        DatabaseAddress address = database.address().orElseThrow();
        String password = this.request.password() == null
                ? "password " + address.password().value()
                : "its configured password";
        this.left.remove(address.database());
        return address.plainUrl() + " as " + address.user() + " with " + password + ", until the embedded server ends";
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
