package io.e2e.migrations.access;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.embedded.ScratchServer;
import io.e2e.migrations.kubernetes.KubernetesAccess;
import io.e2e.migrations.kubernetes.KubernetesSettings;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.provision.ExternalServer;
import io.e2e.migrations.provision.InitialContents;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes to Kubernetes if the configuration names a namespace, and starts an embedded PostgreSQL if it does not: what the
 * starter does in a Spring context, for set-up code that runs before or without one. An embedded database holds the
 * migrations of the configuration that it is opened for from the beginning. Thread-safe.
 *
 * <pre>{@code
 * MigrationConfig config = MigrationConfig.defaults().withTables("audit_events");
 * try (MigrationService migrations = AutomaticAccess.migrations(config)) {
 *     migrations.applyMigrations();
 *     DatabaseAddress address = migrations.database().address().orElseThrow();
 * }
 * }</pre>
 *
 * @param embedded how the embedded PostgreSQL runs
 * @param kubernetes how the PostgreSQL of a namespace is reached
 */
public record AutomaticAccess(EmbeddedSettings embedded, KubernetesSettings kubernetes) implements DatabaseAccess {

    /** As the property {@code e2e.migrations.maintenance-database} has it by default. */
    private static final String MAINTENANCE_DATABASE = "postgres";

    /** The access with all defaults. */
    public static AutomaticAccess defaults() {
        return new AutomaticAccess(EmbeddedSettings.defaults(), KubernetesSettings.defaults());
    }

    /** A service on the database that the configuration names; close it, which closes the database. */
    public static MigrationService migrations(MigrationConfig config) {
        return MigrationService.open(config, defaults());
    }

    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return choose(request).open(request);
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        return choose(request).open(request, template);
    }

    @Override
    public DatabaseAccess scratchAccess() {
        return EmbeddedAccess.with(this.embedded);
    }

    @Override
    public boolean keepsTemplates() {
        return EmbeddedAccess.with(this.embedded).keepsTemplates();
    }

    @Override
    public Optional<TargetDatabase> openKnown(DatabaseRequest request, String key) {
        return choose(request).openKnown(request, key);
    }

    @Override
    public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
        return choose(request).readScratch(request, scratch);
    }

    /**
     * Opens a provisioner for databases of one test class or context, on the same server as {@link #open}; the caller
     * closes it.
     *
     * @param contents what each database holds; {@code null} means nothing
     */
    public DatabaseProvisioner provisioner(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        return request.namespace() == null
                ? EmbeddedAccess.with(this.embedded).provisioner(request, contents)
                : ExternalServer.provisioner(
                        choose(request), MAINTENANCE_DATABASE, request, new InitialContents(contents, null));
    }

    /**
     * Keeps the embedded server of a request running until the caller closes the lease, also while none of its databases is
     * open. In Kubernetes the lease is without effect.
     *
     * @param contents what the databases will hold, so that a new server begins with it
     */
    public AutoCloseable lease(DatabaseRequest request, DatabaseTemplate contents) {
        return request.namespace() == null ? EmbeddedAccess.with(this.embedded).server(request, contents) : () -> {};
    }

    private DatabaseAccess choose(DatabaseRequest request) {
        return request.namespace() == null
                ? EmbeddedAccess.with(this.embedded)
                : ScratchServer.beside(KubernetesAccess.with(this.kubernetes), this.embedded);
    }
}
