package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.host.CachePruning;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.process.EmbeddedDatabaseException;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerLaunch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a server's directory to a server that runs: from a copy of a prepared cluster if the cache has one, else from a
 * new cluster, which is then stored for the next. A cluster is made where its server will run, so that what a killed JVM
 * leaves is found like any other server, and a cache that is deleted or full at the wrong moment costs only time.
 *
 * @param store the prepared clusters
 * @param cache the directory to prune when something was added
 * @param launch starts the server
 */
public record ClusterProvisioner(ClusterStore store, Path cache, ServerLaunch launch) {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterProvisioner.class);

    /** A running server with what was asked for in it. */
    public PostgresServer provide(ClusterSpec order) throws IOException {
        PostgresServer copied = startCopy(order.key());
        return copied == null ? make(order) : copied;
    }

    /** Null if there is no entry, or none that starts. */
    private @Nullable PostgresServer startCopy(String key) throws IOException {
        Optional<Secret> superuser = this.store.copy(key, this.launch.directory(), this.launch.deadline());
        if (superuser.isEmpty()) {
            return null;
        }
        try {
            return this.launch.run(superuser.get());
        } catch (EmbeddedStartException | EmbeddedDatabaseException ex) {
            if (ex instanceof EmbeddedStartException start && start.isForWantOfAPort()) {
                throw ex;
            }
            LOG.warn("The prepared cluster {} does not start; it is made again", key, ex);
            this.store.discard(key);
            this.launch.directory().clearData(this.launch.programs().runAs());
            return null;
        }
    }

    @SuppressWarnings("try") // the lock is held, not used
    private PostgresServer make(ClusterSpec order) throws IOException {
        try (@Nullable LockFile lock = lock(order.key())) {
            return again().makeUnlessAnother(order, lock != null);
        }
    }

    /** The same with the whole time before it: neither waiting for others nor filling is a part of starting. */
    private ClusterProvisioner again() {
        return new ClusterProvisioner(this.store, this.cache, this.launch.again());
    }

    private PostgresServer makeUnlessAnother(ClusterSpec order, boolean locked) throws IOException {
        // Whoever had the lock before may have made it.
        PostgresServer copied = locked ? startCopy(order.key()) : null;
        if (copied != null) {
            return copied;
        }
        LOG.info("Preparing a cluster of PostgreSQL {} once for {}", version(), this.cache);
        Secret superuser = DataDirectory.newPassword();
        order.make(this.launch, superuser);
        if (locked) {
            store(order.key(), superuser);
        }
        return this.launch.again().run(superuser);
    }

    private String version() {
        return this.launch.programs().binaries().version();
    }

    /** Null if the cache cannot be written. */
    private @Nullable LockFile lock(String key) {
        try {
            return this.store.lock(key, this.launch.deadline());
        } catch (IOException ex) {
            LOG.warn("The cluster is made for this run only, as {} cannot be written ({})", this.cache, ex.toString());
            return null;
        }
    }

    private void store(String key, Secret superuser) {
        try {
            this.store.put(key, this.launch.directory().data(), superuser);
            CachePruning.usual(this.launch.deadline().time().now()).prune(this.cache);
        } catch (IOException ex) {
            LOG.warn("The prepared cluster could not be stored in {} ({})", this.cache, ex.toString());
        }
    }
}
