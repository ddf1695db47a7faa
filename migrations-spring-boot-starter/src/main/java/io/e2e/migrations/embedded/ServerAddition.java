package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.cluster.ClusterCompaction;
import io.e2e.migrations.embedded.cluster.ClusterProvisioner;
import io.e2e.migrations.embedded.host.EmbeddedDirectoryException;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.provision.ProvisioningFailedException;
import io.e2e.migrations.session.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What somebody adds to the first database of a server, and which is stored for later servers. Thread-safe. */
final class ServerAddition {

    private static final Logger LOG = LoggerFactory.getLogger(ServerAddition.class);

    private final EmbeddedServer server;
    private @Nullable LockFile lock;

    ServerAddition(EmbeddedServer server) {
        this.server = server;
    }

    /** Rewrites the tables of a database before it is copied and stored. */
    static void compact(PostgresServer server, TargetDatabase template) {
        try {
            ClusterCompaction.compact(server, template.address().orElseThrow().database());
        } catch (SQLException ex) {
            throw new ProvisioningFailedException("compact the template", template.description(), ex);
        }
    }

    /** Other processes wait for this addition until the lock is closed. */
    synchronized void begin(LockFile waiting) {
        this.lock = waiting;
    }

    /** Lets others make the addition. */
    synchronized void end() {
        try (@Nullable LockFile ended = this.lock) {
            LOG.trace("Releasing {}", ended);
        } catch (IOException ex) {
            LOG.debug("The lock ends with this process", ex);
        }
        this.lock = null;
    }

    /**
     * Stores the cluster and starts the server again, if the databases of the server are these two and what they began with.
     *
     * @param extended the template with the addition
     * @param database what the template was made from, and what later servers begin with
     */
    synchronized void store(String extended, String database, DatabaseRequest request) {
        String base = this.server.template();
        try {
            List<String> others = this.server
                    .session()
                    .query("SELECT datname FROM pg_database WHERE datname NOT IN ("
                            + Stream.of(ServerLaunch.MAINTENANCE, extended, database, base)
                                    .map(Sql::literal)
                                    .collect(Collectors.joining(", "))
                            + ")");
            if (this.lock == null || !database.equals(request.database()) || !others.isEmpty()) {
                LOG.debug("{} is not stored, because the server also has {}", extended, others);
                return;
            }
            if (!base.isEmpty()) {
                this.server.session().drop(base);
            }
            storeAlone(extended, request);
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(
                    this.server.running().directory().root(), ex);
        } catch (SQLException ex) {
            LOG.warn("What was added to {} is not stored for later runs", database, ex);
        }
    }

    /** No trace of a configured password is stored. */
    private void storeAlone(String extended, DatabaseRequest request) throws IOException, SQLException {
        boolean configured = request.password() != null;
        if (configured) {
            this.server
                    .session()
                    .execute(ScramVerifier.change(
                            request.user(), this.server.running().rolePassword()));
        }
        try {
            ClusterProvisioner.Running running =
                    new ServerStart(this.server.settings()).store(this.server.running(), extended);
            this.server.replace(running, extended);
        } finally {
            this.server.session().close();
            if (configured) {
                this.server.session().execute(ScramVerifier.change(request.user(), this.server.password()));
            }
        }
    }

    /** Removes a template with an addition from the cache. */
    void discard(String extended) {
        new ServerStart(this.server.settings()).discard(extended);
    }
}
