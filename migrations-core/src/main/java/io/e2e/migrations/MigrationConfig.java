package io.e2e.migrations;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.config.SqlName;
import io.e2e.migrations.database.DatabaseRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a test needs, and the database to put them into. An immutable value: start from {@link #defaults()}
 * and use the {@code with…} copies.
 *
 * <pre>{@code
 * MigrationConfig config = MigrationConfig.defaults().withTables("audit_events").withNamespace("e2e");
 * }</pre>
 *
 * @param namespace the Kubernetes namespace of the PostgreSQL; {@code null} (the default) means not in Kubernetes
 * @param kubeconfigPath the kubeconfig file; {@code null} (the default) means the file that {@code kubectl} uses
 * @param postgresService the name of the Kubernetes service, {@code postgresql} by default
 * @param postgresUser the role that migrates and that the application uses, {@code slm_user} by default
 * @param postgresPassword that role's password; {@code null} (the default) or an empty one means the target's own: the
 *     namespace's Secret, or the one that the embedded server generates
 * @param postgresDb the database, {@code action_history} by default
 * @param tables what the test needs: relations, aliases, migrations, groups or globs; empty (the default) means all
 * @param options how to apply and verify, {@link MigrationOptions#defaults()} by default
 */
public record MigrationConfig(
        @Nullable String namespace,
        @Nullable Path kubeconfigPath,
        String postgresService,
        String postgresUser,
        @Nullable Secret postgresPassword,
        String postgresDb,
        List<String> tables,
        MigrationOptions options) {

    private static final MigrationConfig DEFAULTS =
            new MigrationConfig(DatabaseRequest.defaults(), List.of(), MigrationOptions.defaults());

    public MigrationConfig {
        Objects.requireNonNull(options, "options");
        tables = List.copyOf(tables);
        if (namespace != null && namespace.isBlank()) {
            namespace = null;
        }
        // A Kubernetes service has at most 63 characters too.
        SqlName.require("postgresService", postgresService);
        SqlName.require("postgresUser", postgresUser);
        SqlName.require("postgresDb", postgresDb);
    }

    private MigrationConfig(DatabaseRequest request, List<String> tables, MigrationOptions options) {
        this(
                request.namespace(),
                request.kubeconfigPath(),
                request.service(),
                request.user(),
                request.password(),
                request.database(),
                tables,
                options);
    }

    /** The part that names the database. */
    public DatabaseRequest databaseRequest() {
        return new DatabaseRequest(
                this.namespace,
                this.kubeconfigPath,
                this.postgresService,
                this.postgresUser,
                this.postgresPassword,
                this.postgresDb,
                this.options.timeouts());
    }

    /** The configuration without any setting: every table, in an embedded PostgreSQL. */
    public static MigrationConfig defaults() {
        return DEFAULTS;
    }

    /** A copy that looks in this Kubernetes namespace; {@code null} means not in Kubernetes. */
    public MigrationConfig withNamespace(@Nullable String namespace) {
        return copy(databaseRequest().withNamespace(namespace));
    }

    /** A copy that reads this kubeconfig; {@code null} means the file that {@code kubectl} uses. */
    public MigrationConfig withKubeconfigPath(@Nullable Path kubeconfigPath) {
        return copy(databaseRequest().withKubeconfigPath(kubeconfigPath));
    }

    /** A copy that looks for this Kubernetes service. */
    public MigrationConfig withPostgresService(String postgresService) {
        return copy(databaseRequest().withService(postgresService));
    }

    /** A copy that connects as this role. */
    public MigrationConfig withPostgresUser(String postgresUser) {
        return copy(databaseRequest().withUser(postgresUser));
    }

    /** A copy that connects with this password; {@code null} means the target's own. */
    public MigrationConfig withPostgresPassword(@Nullable Secret postgresPassword) {
        return copy(databaseRequest().withPassword(postgresPassword));
    }

    /** A copy that uses this database. */
    public MigrationConfig withPostgresDb(String postgresDb) {
        return copy(databaseRequest().withDatabase(postgresDb));
    }

    /** A copy that selects these tables; none means all. */
    public MigrationConfig withTables(String... tables) {
        return withTables(List.of(tables));
    }

    /** A copy that selects these tables; an empty list means all. */
    public MigrationConfig withTables(List<String> tables) {
        return new MigrationConfig(databaseRequest(), tables, this.options);
    }

    /** A copy that applies and verifies with these options. */
    public MigrationConfig withOptions(MigrationOptions options) {
        return new MigrationConfig(databaseRequest(), this.tables, options);
    }

    private MigrationConfig copy(DatabaseRequest request) {
        return new MigrationConfig(request, this.tables, this.options);
    }
}
