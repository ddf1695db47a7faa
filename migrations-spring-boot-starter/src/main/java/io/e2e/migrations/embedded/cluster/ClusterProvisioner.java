package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.host.CachePruning;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.provision.ProvisioningFailedException;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a server's directory a cluster and starts the server: with a copy of a prepared cluster if the cache has one, else with
 * a new cluster, which is then stored. A cluster is made where its server will run. So the leftovers of a killed JVM are
 * found as those of any server, and a cache that is deleted or full at the wrong moment costs only time.
 */
public final class ClusterProvisioner {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterProvisioner.class);

    private final Path cache;
    private final ClusterStore store;
    private final ServerLaunch launch;

    /** Uses the prepared clusters of this cache. */
    public ClusterProvisioner(Path cache, ServerLaunch launch) {
        this.cache = cache;
        this.store = new ClusterStore(cache, launch.programs().runAs());
        this.launch = launch;
    }

    /** Starts a server that has this cluster. */
    public PostgresServer provide(ClusterSpec spec, Deadline deadline) throws IOException {
        PostgresServer copied = startCopy(spec.key(), deadline);
        return copied == null ? make(spec, deadline) : copied;
    }

    /** {@code null} if there is no prepared cluster, or none that starts. */
    private @Nullable PostgresServer startCopy(String key, Deadline deadline) throws IOException {
        Optional<Secret> superuser = this.store.copy(key, this.launch.directory(), deadline);
        if (superuser.isEmpty()) {
            return null;
        }
        try {
            return this.launch.run(superuser.get(), deadline);
        } catch (EmbeddedStartException | ProvisioningFailedException ex) {
            if (ex instanceof EmbeddedStartException start && start.isForLackOfPort()) {
                throw ex;
            }
            LOG.warn("The prepared cluster {} does not start; it is made again", key, ex);
            this.store.discard(key);
            this.launch.directory().clearData(this.launch.programs().runAs());
            return null;
        }
    }

    @SuppressWarnings("try") // the lock is held, not used
    private PostgresServer make(ClusterSpec spec, Deadline deadline) throws IOException {
        try (@Nullable LockFile lock = lock(spec.key(), deadline)) {
            // Neither waiting for another process nor filling is a part of starting, so each step gets the whole time.
            Deadline afterWait = deadline.again();
            // Another process may have made the cluster while it held the lock.
            PostgresServer copied = lock == null ? null : startCopy(spec.key(), afterWait);
            if (copied != null) {
                return copied;
            }
            LOG.info(
                    "Preparing a cluster of PostgreSQL {} once for {}",
                    this.launch.programs().version(),
                    this.cache);
            Secret superuser = Secret.generate();
            new ClusterBuilder(this.launch).build(spec, superuser, afterWait);
            if (lock != null) {
                store(spec.key(), superuser, afterWait.time().now());
            }
            RunAs runAs = this.launch.programs().runAs();
            runAs.own(this.launch.directory().data());
            return this.launch.run(superuser, afterWait.again());
        }
    }

    /** {@code null} if the cache cannot be written. */
    private @Nullable LockFile lock(String key, Deadline deadline) {
        try {
            return this.store.lock(key, deadline);
        } catch (IOException ex) {
            LOG.warn("The cluster is made for this run only, as {} cannot be used ({})", this.cache, ex.toString());
            return null;
        }
    }

    private void store(String key, Secret superuser, Instant now) {
        try {
            this.store.put(key, this.launch.directory().data(), superuser);
            CachePruning.at(now).prune(this.cache);
        } catch (IOException ex) {
            LOG.warn("The prepared cluster could not be stored in {} ({})", this.cache, ex.toString());
        }
    }
}
