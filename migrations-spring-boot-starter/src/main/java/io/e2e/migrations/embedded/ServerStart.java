package io.e2e.migrations.embedded;

import io.e2e.migrations.embedded.binaries.BinaryArchive;
import io.e2e.migrations.embedded.binaries.BinaryStore;
import io.e2e.migrations.embedded.binaries.PostgresBinaries;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.cluster.ClusterProvisioner;
import io.e2e.migrations.embedded.cluster.ClusterSpec;
import io.e2e.migrations.embedded.cluster.ClusterStore;
import io.e2e.migrations.embedded.cluster.ServerConfiguration;
import io.e2e.migrations.embedded.host.EmbeddedDirectoryException;
import io.e2e.migrations.embedded.host.HostEnvironment;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.host.ServerDirectories;
import io.e2e.migrations.embedded.process.PortChoice;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The way from nothing to a server that answers: binaries, cluster, process. All steps share one deadline.
 *
 * @param settings how the server is to run
 * @param environment this machine
 * @param ports which ports to try
 * @param deadline when it must be ready
 */
record ServerStart(EmbeddedSettings settings, HostEnvironment environment, PortChoice ports, Deadline deadline) {

    /**
     * Takes all steps; what was begun is undone if one fails.
     *
     * @param fingerprint names what {@code contents} makes; another one means another prepared cluster
     * @param contents fills a new cluster before it is stored; not called if there is a prepared one
     */
    PostgresServer run(String fingerprint, Consumer<PostgresServer> contents) {
        ServerDirectories directories = this.environment.directories();
        RunAs runAs = this.environment.runAs();
        PostgresBinaries binaries = new BinaryStore(directories.cache(), runAs)
                .provide(BinaryArchive.find(this.environment.platform()), this.deadline);
        Programs programs = new Programs(binaries, runAs);
        ServerConfiguration configuration = ServerConfiguration.of(binaries, this.settings.parameters());
        try {
            for (Path servers : directories.earlier()) {
                ServerDirectory.removeLeftovers(servers, programs);
            }
            ServerDirectory directory = ServerDirectory.create(directories.servers(), runAs);
            return run(directory, programs, ClusterSpec.of(programs, configuration, fingerprint, contents));
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(directories.servers(), ex.toString(), ex);
        }
    }

    private PostgresServer run(ServerDirectory directory, Programs programs, ClusterSpec order) throws IOException {
        Path cache = this.environment.directories().cache();
        PostgresServer server = null;
        try {
            ClusterStore store = new ClusterStore(cache, programs.runAs());
            ServerLaunch launch = new ServerLaunch(programs, directory, this.ports, this.deadline);
            server = new ClusterProvisioner(store, cache, launch).provide(order);
            return server;
        } finally {
            if (server == null) {
                directory.close();
            }
        }
    }
}
