package io.e2e.migrations;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which tables a test needs, and in which database. An immutable value: start from {@link #defaults()} and use the
 * {@code with…} copies.
 *
 * <pre>{@code
 * MigrationConfig config = MigrationConfig.defaults().withTables("audit_events").withNamespace("e2e");
 * }</pre>
 *
 * @param namespace the Kubernetes namespace of the PostgreSQL; {@code null} (the default) means not in Kubernetes
 * @param kubeconfigPath the kubeconfig file; {@code null} (the default) means where {@code kubectl} would look
 * @param postgresService the name of the Kubernetes service, by default postgresql
 * @param postgresUser the role that migrates and that the application uses, {@code slm_user} by default
 * @param postgresPassword that role's password; {@code null} (the default) or an empty one means the target's own: the
 *     namespace's Secret, or the embedded server's choice
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
            of(DatabaseRequest.defaults(), List.of(), MigrationOptions.defaults());

    public MigrationConfig {
        Objects.requireNonNull(options, "options");
        tables = List.copyOf(tables);
        if (namespace != null && namespace.isBlank()) {
            namespace = null;
        }
        requireName("postgresService", postgresService);
        requireName("postgresUser", postgresUser);
        requireName("postgresDb", postgresDb);
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

    /** The configuration of a test that says nothing: every table, in an embedded PostgreSQL. */
    public static MigrationConfig defaults() {
        return DEFAULTS;
    }

    /** A copy that looks in this Kubernetes namespace; {@code null} means not in Kubernetes. */
    public MigrationConfig withNamespace(@Nullable String namespace) {
        return copy(draft -> draft.namespace = namespace);
    }

    /** A copy that reads this kubeconfig; {@code null} means where {@code kubectl} would look. */
    public MigrationConfig withKubeconfigPath(@Nullable Path kubeconfigPath) {
        return copy(draft -> draft.kubeconfigPath = kubeconfigPath);
    }

    /** A copy that looks for this Kubernetes service. */
    public MigrationConfig withPostgresService(String postgresService) {
        return copy(draft -> draft.postgresService = postgresService);
    }

    /** A copy that connects as this role. */
    public MigrationConfig withPostgresUser(String postgresUser) {
        return copy(draft -> draft.postgresUser = postgresUser);
    }

    /** A copy that connects with this password; {@code null} means the target's own. */
    public MigrationConfig withPostgresPassword(@Nullable Secret postgresPassword) {
        return copy(draft -> draft.postgresPassword = postgresPassword);
    }

    /** A copy that uses this database. */
    public MigrationConfig withPostgresDb(String postgresDb) {
        return copy(draft -> draft.postgresDb = postgresDb);
    }

    /** A copy that selects these tables; none means all. */
    public MigrationConfig withTables(String... tables) {
        return withTables(List.of(tables));
    }

    /** A copy that selects these tables; an empty list means all. */
    public MigrationConfig withTables(List<String> tables) {
        return copy(draft -> draft.tables = tables);
    }

    /** A copy that applies and verifies with these options. */
    public MigrationConfig withOptions(MigrationOptions options) {
        return copy(draft -> draft.options = options);
    }

    private static MigrationConfig of(DatabaseRequest request, List<String> tables, MigrationOptions options) {
        return new MigrationConfig(
                request.namespace(),
                request.kubeconfigPath(),
                request.service(),
                request.user(),
                request.password(),
                request.database(),
                tables,
                options);
    }

    private MigrationConfig copy(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finish();
    }

    private static void requireName(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
    }

    /** The fields between two valid values; never leaves {@link #copy}. */
    private static final class Draft {

        private @Nullable String namespace;
        private @Nullable Path kubeconfigPath;
        private String postgresService;
        private String postgresUser;
        private @Nullable Secret postgresPassword;
        private String postgresDb;
        private List<String> tables;
        private MigrationOptions options;

        Draft(MigrationConfig from) {
            this.namespace = from.namespace;
            this.kubeconfigPath = from.kubeconfigPath;
            this.postgresService = from.postgresService;
            this.postgresUser = from.postgresUser;
            this.postgresPassword = from.postgresPassword;
            this.postgresDb = from.postgresDb;
            this.tables = from.tables;
            this.options = from.options;
        }

        MigrationConfig finish() {
            return new MigrationConfig(
                    this.namespace,
                    this.kubeconfigPath,
                    this.postgresService,
                    this.postgresUser,
                    this.postgresPassword,
                    this.postgresDb,
                    this.tables,
                    this.options);
        }
    }
}
