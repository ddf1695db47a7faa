package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.provision.DatabaseServer;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.MaintenanceSession;
import io.e2e.migrations.session.Sql;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An embedded server as one request sees it: with its role, and names that begin with its database's. Thread-safe. */
final class LeasedServer implements DatabaseServer {

    private final EmbeddedServer server;
    private final DatabaseRequest request;
    private final JdbcConnector connector;
    private final Runnable release;
    private final ClusterMemos.@Nullable Memo memo;

    /**
     * Creates the role of the request if there is none.
     *
     * @param memo what is known of the template of the databases; {@code null} if nothing is
     * @param release gives the server back, also if this fails
     */
    LeasedServer(EmbeddedServer server, DatabaseRequest request, ClusterMemos.@Nullable Memo memo, Runnable release) {
        this.server = server;
        this.request = request;
        this.connector = ServerLaunch.withoutEncryption(
                JdbcConnector.within(request.timeouts().connect()));
        this.memo = memo;
        this.release = release;
        try {
            server.createRole(request.user());
        } catch (RuntimeException ex) {
            release.run();
            throw ex;
        }
    }

    @Override
    public String kind() {
        return this.server.kind();
    }

    @Override
    public DatabaseAddress address(String database) {
        return new DatabaseAddress(
                ServerLaunch.HOST, this.server.running().port(), database, this.request.user(), this.server.password());
    }

    @Override
    public JdbcConnector connector() {
        return this.connector;
    }

    @Override
    public MaintenanceSession session() {
        return this.server.session();
    }

    @Override
    public MaintenanceSession dropSession() {
        return this.server.dropSession();
    }

    @Override
    public String newName() {
        return this.server.newName(this.request.database());
    }

    @Override
    public Optional<String> takePrepared(String template) {
        return this.server.takeFirst(template);
    }

    /** The archive that has this template; empty if the cache could not store it. */
    Optional<PreparedArchive> archive(String template) {
        return this.server.archive(template);
    }

    @Override
    public boolean createRole(String name) {
        this.server.createGroup(name, this.request.user());
        return true;
    }

    @Override
    public TargetDatabase complement(TargetDatabase copy, String template) {
        Optional<PreparedArchive> archive = archive(template);
        return archive.isEmpty()
                ? copy
                : new EmbeddedDatabase(
                        copy,
                        archive.get(),
                        this.server.memos(),
                        this.memo == null ? null : this.memo.report(copy.description()));
    }

    @Override
    public void release(String name) {
        this.server.release(name);
    }

    @Override
    public String createOptions(@Nullable String original) {
        return " OWNER " + Sql.identifier(this.request.user()) + this.server.strategy();
    }

    @Override
    public String
            keptNote() { // A generated password is shown, because nobody else knows it; a configured one may be valid
        // elsewhere too.
        String password = this.request.password() == null
                ? "password " + this.server.password().value()
                : "its configured password";
        return "with " + password + ", until the embedded server ends";
    }

    /** Gives the server back. Databases that are left are dropped in the background if others use the server. */
    @Override
    public void close(Runnable drops) {
        this.release.run();
        if (this.server.isUsable()) {
            Thread thread = new Thread(drops, "e2e-migrations-embedded-drop");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
