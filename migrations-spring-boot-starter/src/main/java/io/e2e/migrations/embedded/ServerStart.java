package io.e2e.migrations.embedded;

import io.e2e.migrations.embedded.binaries.BinaryArchive;
import io.e2e.migrations.embedded.binaries.BinaryStore;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.cluster.ClusterProvisioner;
import io.e2e.migrations.embedded.cluster.ClusterSpec;
import io.e2e.migrations.embedded.host.EmbeddedDirectoryException;
import io.e2e.migrations.embedded.host.EmbeddedTimeoutException;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.host.RunAsChoice;
import io.e2e.migrations.embedded.host.ServerDirectories;
import io.e2e.migrations.embedded.process.OrphanedServer;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a server: finds user, directories and programs, then a cluster, then runs postgres. All steps share one deadline. */
final class ServerStart {

    private static final Logger LOG = LoggerFactory.getLogger(ServerStart.class);

    private final EmbeddedSettings settings;
    private final Deadline deadline;

    ServerStart(EmbeddedSettings settings) {
        this.settings = settings;
        this.deadline = Deadline.in(settings.startTimeout(), TimeSource.system());
    }

    /**
     * Takes all steps. If one fails, what was begun is removed.
     *
     * @param fingerprint names what {@code contents} makes; another one means another prepared cluster
     * @param contents fills a new cluster before it is stored; not called if there is a prepared one
     */
    ClusterProvisioner.Running run(String fingerprint, Consumer<PostgresServer> contents) {
        RunAs runAs = RunAsChoice.forThisProcess();
        ServerDirectories directories = directories(runAs);
        BinaryStore store = new BinaryStore(directories.cache(), runAs);
        BinaryArchive archive = BinaryArchive.find();
        Programs programs = store.provide(archive, this.deadline);
        try {
            return run(directories, spec(programs, fingerprint, contents), programs);
        } catch (EmbeddedStartException ex) {
            if (ex.isForLackOfPort() || !store.discardIfDamaged(archive)) {
                throw ex;
            }
        }
        Programs again = store.provide(archive, this.deadline.again());
        try {
            return run(directories, spec(again, fingerprint, contents), again);
        } catch (EmbeddedStartException ex) {
            throw ex.isForLackOfPort() ? ex : EmbeddedDirectoryException.damagedAgain(again.home(), ex);
        }
    }

    private ClusterSpec spec(Programs programs, String fingerprint, Consumer<PostgresServer> contents) {
        // A template of a superuser may hold what another role could not have made.
        String owner = this.settings.server().superuser() ? "superuser " : "";
        return ClusterSpec.of(programs, this.settings.server().parameters(), owner + fingerprint, contents)
                .withInitdbOptions(this.settings.server().initdbOptions());
    }

    /**
     * Starts a server with a prepared cluster, and never makes one.
     *
     * @param fingerprint names what the cluster holds
     * @param archive the checksum of its archive; empty means any
     * @return {@code null} if the cache does not have it, or it does not start
     */
    ClusterProvisioner.@Nullable Running runPrepared(String fingerprint, OptionalLong archive) {
        RunAs runAs = RunAsChoice.forThisProcess();
        ServerDirectories directories = directories(runAs);
        Programs programs = programs(directories, runAs);
        String key = key(programs, fingerprint);
        return run(directories, programs, provisioner -> provisioner.find(key, archive, this.deadline));
    }

    /** Keeps other processes from preparing the same; waits for one that does. {@code null} if that is not possible. */
    @Nullable
    LockFile lock(String fingerprint) {
        RunAs runAs = RunAsChoice.forThisProcess();
        ServerDirectories directories = directories(runAs);
        try {
            return ClusterProvisioner.lock(
                    directories.cache(), runAs, key(programs(directories, runAs), fingerprint), this.deadline.again());
        } catch (IOException | EmbeddedTimeoutException ex) {
            LOG.info("What the application adds to its database is not kept for other processes: {}", ex.getMessage());
            return null;
        }
    }

    /** Removes a prepared cluster from the cache. */
    void discard(String fingerprint) {
        RunAs runAs = RunAsChoice.forThisProcess();
        ServerDirectories directories = directories(runAs);
        ClusterProvisioner.discard(directories.cache(), runAs, key(programs(directories, runAs), fingerprint));
    }

    /** Stores the cluster of a server that was started with these settings, and starts the server again on its port. */
    ClusterProvisioner.Running store(PostgresServer server, String fingerprint) throws IOException, SQLException {
        RunAs runAs = RunAsChoice.forThisProcess();
        ServerDirectories directories = directories(runAs);
        Programs programs = programs(directories, runAs);
        ServerLaunch launch = new ServerLaunch(programs, server.directory(), server.port());
        return new ClusterProvisioner(directories.cache(), launch)
                .store(key(programs, fingerprint), server, this.deadline);
    }

    private Programs programs(ServerDirectories directories, RunAs runAs) {
        return new BinaryStore(directories.cache(), runAs).provide(BinaryArchive.find(), this.deadline);
    }

    private String key(Programs programs, String fingerprint) {
        return spec(programs, fingerprint, fresh -> {}).key();
    }

    private ServerDirectories directories(RunAs runAs) {
        return ServerDirectories.choose(this.settings.cacheDirectory(), this.settings.runDirectory(), runAs);
    }

    private ClusterProvisioner.Running run(ServerDirectories directories, ClusterSpec spec, Programs programs) {
        return Objects.requireNonNull(
                run(directories, programs, provisioner -> provisioner.provide(spec, this.deadline)));
    }

    private ClusterProvisioner.@Nullable Running run(ServerDirectories directories, Programs programs, Step step) {
        try {
            for (Path servers : directories.earlier()) {
                OrphanedServer.removeAll(servers, programs);
            }
            ServerLaunch launch = new ServerLaunch(
                    programs,
                    ServerDirectory.create(directories.servers(), programs.runAs()),
                    this.settings.server().port());
            return run(new ClusterProvisioner(directories.cache(), launch), step, launch.directory());
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(directories.servers(), ex);
        }
    }

    private static ClusterProvisioner.@Nullable Running run(
            ClusterProvisioner provisioner, Step step, ServerDirectory directory) throws IOException {
        ClusterProvisioner.Running running = null;
        try {
            running = step.with(provisioner);
            return running;
        } finally {
            if (running == null) {
                directory.close();
            }
        }
    }

    /** Gives the server's directory a cluster; without one there is no server. */
    private interface Step {

        ClusterProvisioner.@Nullable Running with(ClusterProvisioner provisioner) throws IOException;
    }
}
