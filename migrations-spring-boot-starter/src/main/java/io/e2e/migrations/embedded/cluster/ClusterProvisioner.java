package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.host.CachePruning;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
    public Running provide(ClusterSpec spec, Deadline deadline) throws IOException {
        Running copied = startCopy(spec.key(), OptionalLong.empty(), deadline);
        return copied == null ? make(spec, deadline) : copied;
    }

    /**
     * Starts a server with a copy of a prepared cluster, and never makes one.
     *
     * @param key the {@link ClusterSpec}'s
     * @param archive the checksum of its archive
     * @return {@code null} if the cache does not have this archive, or it does not start
     */
    public @Nullable Running find(String key, long archive, Deadline deadline) throws IOException {
        return startCopy(key, OptionalLong.of(archive), deadline);
    }

    /** {@code null} if there is no prepared cluster with the wanted archive, or none that starts. */
    private @Nullable Running startCopy(String key, OptionalLong wanted, Deadline deadline) throws IOException {
        Optional<ClusterStore.Stored> found = this.store.copy(key, wanted, this.launch.directory(), deadline);
        if (found.isEmpty()) {
            return null;
        }
        ClusterStore.Stored stored = found.get();
        try {
            return new Running(start(stored, deadline), OptionalLong.of(stored.archive()));
        } catch (EmbeddedStartException ex) {
            if (ex.isForLackOfPort()) {
                throw ex;
            }
            LOG.warn("The prepared cluster {} does not start; it is made again", key, ex);
            this.store.discard(key);
            this.launch.directory().clearData(this.launch.programs().runAs());
            return null;
        }
    }

    private PostgresServer start(ClusterStore.Stored stored, Deadline deadline) throws IOException {
        ClusterRest rest = stored.rest();
        PostgresServer server = null;
        try {
            server = this.launch.run(stored.superuser(), deadline);
        } finally {
            if (server == null && rest != null) {
                rest.close();
            }
        }
        if (rest != null) {
            server.defer(rest);
        }
        return server;
    }

    @SuppressWarnings("try") // the lock is held, not used
    private Running make(ClusterSpec spec, Deadline deadline) throws IOException {
        try (@Nullable LockFile lock = lock(spec.key(), deadline)) {
            // Neither waiting for another process nor filling is a part of starting, so each step gets the whole time.
            Deadline afterWait = deadline.again();
            // Another process may have made the cluster while it held the lock.
            Running copied = lock == null ? null : startCopy(spec.key(), OptionalLong.empty(), afterWait);
            if (copied != null) {
                return copied;
            }
            LOG.info(
                    "Preparing a cluster of PostgreSQL {} once for {}",
                    this.launch.programs().version(),
                    this.cache);
            Secret superuser = Secret.generate();
            Set<String> later = new ClusterBuilder(this.launch).build(spec, superuser, afterWait);
            OptionalLong archive = lock == null ? OptionalLong.empty() : store(spec.key(), later, superuser);
            CachePruning.at(afterWait.time().now()).prune(this.cache);
            RunAs runAs = this.launch.programs().runAs();
            runAs.own(this.launch.directory().data());
            return new Running(this.launch.run(superuser, afterWait.again()), archive);
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

    private OptionalLong store(String key, Set<String> later, Secret superuser) {
        try {
            return OptionalLong.of(this.store.put(key, this.launch.directory().data(), later, superuser));
        } catch (IOException ex) {
            LOG.warn("The prepared cluster could not be stored in {} ({})", this.cache, ex.toString());
            return OptionalLong.empty();
        }
    }

    /**
     * A server that has a prepared cluster.
     *
     * @param server runs in the directory
     * @param archive the checksum of the cluster's archive in the cache; empty if it could not be stored
     */
    public record Running(PostgresServer server, OptionalLong archive) {}
}
