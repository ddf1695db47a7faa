package io.e2e.migrations.access;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.kubernetes.KubernetesAccess;
import io.e2e.migrations.kubernetes.KubernetesSettings;

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

    private DatabaseAccess choose(DatabaseRequest request) {
        return request.namespace() == null
                ? EmbeddedAccess.with(this.embedded)
                : KubernetesAccess.with(this.kubernetes);
    }
}
