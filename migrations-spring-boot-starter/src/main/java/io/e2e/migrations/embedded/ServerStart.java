package io.e2e.migrations.embedded;

import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way from nothing to a server that answers: user, places, binaries, cluster, process. All steps share one deadline.
 *
 * @param settings how the server is to run
 * @param user where the user's files lie
 * @param ports which ports to try
 * @param deadline when it must be ready
 */
record ServerStart(EmbeddedSettings settings, UserPlaces user, PortChoice ports, Deadline deadline) {

    /**
     * Takes all steps; what was begun is undone if one fails.
     *
     * @param fingerprint names what {@code contents} makes; another one means another prepared cluster
     * @param contents fills a new cluster before it is stored; not called if there is a prepared one
     */
    RunningServer run(String fingerprint, Consumer<RunningServer> contents) {
        RunAs runAs = RunAsChoice.forThisProcess();
        Places places = Places.choose(this.settings, this.user, runAs);
        BinaryArchive archive = BinaryArchive.find(this.user.platform(), classLoaders());
        PostgresBinaries binaries = new BinaryStore(places.cache(), runAs).provide(archive, this.deadline);
        Programs programs = new Programs(binaries, runAs);
        ServerConfiguration configuration = ServerConfiguration.of(binaries, this.settings);
        try {
            for (Path servers : places.earlier()) {
                ServerDirectory.removeLeftovers(servers, programs);
            }
            return run(places, programs, ClusterOrder.of(programs, configuration, fingerprint, contents));
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(places.servers(), ex.toString(), ex);
        }
    }

    private RunningServer run(Places places, Programs programs, ClusterOrder order) throws IOException {
        ServerDirectory directory = ServerDirectory.create(places.servers(), programs.runAs());
        RunningServer server = null;
        try {
            ClusterStore store = new ClusterStore(places.cache(), programs.runAs());
            ServerLaunch launch = new ServerLaunch(programs, directory, this.ports, this.deadline);
            server = new ClusterSupply(store, places.cache(), launch).provide(order);
            return server;
        } finally {
            if (server == null) {
                directory.close();
            }
        }
    }

    /** Ours first: the binaries come with us. The thread's own may have others, as in an application server. */
    private static List<ClassLoader> classLoaders() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = ServerStart.class.getClassLoader();
        return context == null ? List.of(own) : List.of(own, context);
    }
}
