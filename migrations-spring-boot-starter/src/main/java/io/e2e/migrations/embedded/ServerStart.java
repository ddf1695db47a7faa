package io.e2e.migrations.embedded;

import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The way from nothing to a server that answers: binaries, cluster, process. All steps share one deadline.
 *
 * @param settings how the server is to run
 * @param premises user, places and archive
 * @param ports which ports to try
 * @param deadline when it must be ready
 */
record ServerStart(EmbeddedSettings settings, Premises premises, PortChoice ports, Deadline deadline) {

    /**
     * Takes all steps; what was begun is undone if one fails.
     *
     * @param fingerprint names what {@code contents} makes; another one means another prepared cluster
     * @param contents fills a new cluster before it is stored; not called if there is a prepared one
     */
    RunningServer run(String fingerprint, Consumer<RunningServer> contents) {
        Places places = this.premises.places();
        RunAs runAs = this.premises.runAs();
        PostgresBinaries binaries =
                new BinaryStore(places.cache(), runAs).provide(this.premises.archive(), this.deadline);
        Programs programs = new Programs(binaries, runAs);
        ServerConfiguration configuration = ServerConfiguration.of(binaries, this.settings);
        try {
            for (Path servers : places.earlier()) {
                ServerDirectory.removeLeftovers(servers, programs);
            }
            ServerDirectory directory = ServerDirectory.create(places.servers(), runAs);
            return run(directory, programs, ClusterOrder.of(programs, configuration, fingerprint, contents));
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(places.servers(), ex.toString(), ex);
        }
    }

    private RunningServer run(ServerDirectory directory, Programs programs, ClusterOrder order) throws IOException {
        Path cache = this.premises.places().cache();
        RunningServer server = null;
        try {
            ClusterStore store = new ClusterStore(cache, programs.runAs());
            ServerLaunch launch = new ServerLaunch(programs, directory, this.ports, this.deadline);
            server = new ClusterSupply(store, cache, launch).provide(order);
            return server;
        } finally {
            if (server == null) {
                directory.close();
            }
        }
    }
}
