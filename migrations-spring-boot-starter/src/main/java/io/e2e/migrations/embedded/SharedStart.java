package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a server that several JVMs share: into the one that runs, or to a new one. Joining takes no lock; starting
 * takes the gate, so that of several JVMs one starts the server and the others join it.
 *
 * @param key settings and password
 * @param premises user, places and archive
 * @param gate the file with the gates
 * @param name equal for all JVMs that share
 * @param deadline when it must be ready
 */
record SharedStart(SharedServers.Key key, Premises premises, Path gate, String name, Deadline deadline) {

    private static final Logger LOG = LoggerFactory.getLogger(SharedStart.class);

    /** Changes with what lies in a shared server's directory and in its maintenance database. */
    private static final String LAYOUT = "1";

    /**
     * The way for this JVM. The password is not part of the name, which is no secret: servers of the same name may differ
     * in it.
     */
    static SharedStart of(SharedServers.Key key, String scope, TimeSource time) {
        EmbeddedSettings settings = key.settings();
        Deadline deadline = Deadline.in(settings.startTimeout(), time);
        UserPlaces user = UserPlaces.current();
        Premises premises = Premises.of(settings, user);
        Path gate = Places.gate(settings, user, premises.runAs());
        String everything = String.join(
                "\n",
                LAYOUT,
                scope,
                premises.archive().key(),
                settings.parameters().toString(),
                settings.idleTimeout().toString());
        return new SharedStart(key, premises, gate, ClusterOrder.digest(everything), deadline);
    }

    /** The server, with this JVM as a user. */
    EmbeddedServer run(@Nullable TemplateOrder order) {
        try {
            SharedServer server = join();
            if (server == null) {
                server = startUnlessAnother(order);
            }
            return new EmbeddedServer(server, server.address().password());
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(this.premises.places().servers(), ex.toString(), ex);
        }
    }

    @SuppressWarnings("try") // the gate is held, not used
    private SharedServer startUnlessAnother(@Nullable TemplateOrder order) throws IOException {
        long own = Long.parseUnsignedLong(this.name, 16) >>> 1;
        try (HeldLock gate =
                HeldLock.takeByte(this.gate, own, "starts the server that is to be shared", this.deadline)) {
            // Whoever had the gate before may have started it.
            SharedServer server = join();
            return server == null ? again().start(order) : server;
        }
    }

    /** The same with the whole time before it: waiting for others is no part of starting. */
    private SharedStart again() {
        return new SharedStart(this.key, this.premises, this.gate, this.name, this.deadline.again());
    }

    /** Null if none runs. */
    private @Nullable SharedServer join() throws IOException {
        for (Path servers : this.premises.places().all()) {
            for (Path root : ServerDirectory.shared(servers, this.name)) {
                SharedServer server = tryJoin(root);
                if (server != null) {
                    return server;
                }
            }
        }
        return null;
    }

    private @Nullable SharedServer tryJoin(Path root) {
        try {
            Optional<SharedAddress> address =
                    SharedAddress.read(root).filter(found -> found.suits(this.key.password()));
            return address.isEmpty() ? null : join(root, address.get());
        } catch (IOException | SQLException ex) {
            LOG.debug("The server of {} is about to end", root, ex);
            return null;
        }
    }

    private @Nullable SharedServer join(Path root, SharedAddress address) throws IOException, SQLException {
        LeaseFile lease = LeaseFile.take(root, ServerDirectory.ownPrefix(), this.deadline);
        SharedServer server = null;
        try {
            Optional<ProcessHandle> process = PidFile.read(root.resolve("data")).flatMap(PidFile::process);
            if (new Door(root).isOpen() && process.isPresent()) {
                new GuardianLaunch(root).ensure();
                var membership = new SharedServer.Membership(root, process.get(), lease);
                server = new SharedServer(membership, address, this.deadline);
                server.reapLater();
            }
            return server;
        } finally {
            if (server == null) {
                lease.close();
            }
        }
    }

    private SharedServer start(@Nullable TemplateOrder order) throws IOException {
        Secret password = this.key.rolePassword();
        ServerStart start = new ServerStart(this.key.settings(), this.premises, PortChoice.free(), this.deadline);
        RunningServer running = EmbeddedServer.launch(
                (fingerprint, contents) -> start.runShared(this.name, fingerprint, contents), password, order);
        SharedServer server = null;
        boolean open = false;
        try {
            server = enter(running, password);
            open(running, server);
            open = true;
            return server;
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException("prepare a server that is to be shared", ex);
        } finally {
            if (!open) {
                close(server, running);
            }
        }
    }

    private static void close(@Nullable SharedServer server, RunningServer running) {
        if (server != null) {
            server.close();
        }
        running.close();
    }

    /** The address is written when all else is there; from then on others use the server, and it is not ours any more. */
    private void open(RunningServer running, SharedServer server) throws IOException, SQLException {
        new DatabaseClaims(server.session()).create();
        new GuardianLaunch(server.root()).first(this.key.settings().idleTimeout(), running.stopCommand());
        server.address().write(server.root());
        running.giveAway();
    }

    /** Moves from {@code template1}, which others copy, into a database of the superuser's own. */
    private SharedServer enter(RunningServer running, Secret password) throws IOException, SQLException {
        try (Connection alone = running.session();
                Statement statement = alone.createStatement()) {
            statement.execute("CREATE DATABASE " + SharedServer.MAINTENANCE);
        }
        Secret superuser = running.superuser().address().password();
        SharedAddress address =
                new SharedAddress(running.port(), running.version(), superuser, password, this.key.password() != null);
        Path root = running.directory().root();
        // The migrations that filled its template had bounds of their own.
        LeaseFile lease = LeaseFile.take(root, ServerDirectory.ownPrefix(), this.deadline.again());
        try {
            var membership = new SharedServer.Membership(root, running.process(), lease);
            return new SharedServer(membership, address, this.deadline);
        } catch (IOException | SQLException | RuntimeException ex) {
            lease.close();
            throw ex;
        }
    }
}
