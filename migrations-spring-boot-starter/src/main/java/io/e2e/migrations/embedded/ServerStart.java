package io.e2e.migrations.embedded;

import io.e2e.migrations.database.Secret;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.util.List;

/**
 * The way from nothing to a server that answers: user, places, binaries, cluster, process. All steps share one deadline.
 *
 * @param settings how the server is to run
 * @param user where the user's files lie
 * @param ports which ports to try
 * @param deadline when it must be ready
 */
record ServerStart(EmbeddedSettings settings, UserPlaces user, PortChoice ports, Deadline deadline) {

    /** Takes all steps; what was begun is undone if one fails. */
    RunningServer run() {
        RunAs runAs = RunAsChoice.forThisProcess();
        Places places = Places.choose(this.settings, this.user, runAs);
        BinaryArchive archive = BinaryArchive.find(this.user.platform(), classLoaders());
        PostgresBinaries binaries = new BinaryStore(places.cache(), runAs).provide(archive, this.deadline);
        Programs programs = new Programs(binaries, runAs);
        try {
            ServerDirectory.removeLeftovers(places.servers(), programs);
            return runIn(ServerDirectory.create(places.servers(), runAs), programs);
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(places.servers(), ex.toString(), ex);
        }
    }

    private RunningServer runIn(ServerDirectory directory, Programs programs) throws IOException {
        RunningServer server = null;
        try {
            Secret password = Cluster.newPassword();
            ServerConfiguration configuration =
                    ServerConfiguration.of(programs.binaries().major(), this.settings);
            Cluster.create(directory, programs, new Cluster.Recipe(password, configuration), this.deadline);
            server = new ServerLaunch(programs, directory, this.ports, this.deadline).run(password);
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
