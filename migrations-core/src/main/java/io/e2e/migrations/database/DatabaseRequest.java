package io.e2e.migrations.database;

import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.config.Secret;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The database that is wanted, and the role to connect as: the part of a configuration that a {@link DatabaseAccess}
 * needs. An immutable value: start from {@link #defaults()} and use the {@code with…} copies.
 *
 * @param namespace the Kubernetes namespace of the PostgreSQL; {@code null} (the default) means not in Kubernetes
 * @param kubeconfigPath the kubeconfig file; {@code null} (the default) means the file that {@code kubectl} uses
 * @param service the name of the Kubernetes service, {@code postgresql} by default
 * @param user the role that migrates and that the application uses, {@code slm_user} by default
 * @param password that role's password; {@code null} (the default) or an empty one means the target's own: the
 *     namespace's Secret, or the one that the embedded server generates
 * @param database the database, {@code action_history} by default
 * @param timeouts how long to wait, {@link Timeouts#defaults()} by default
 */
public record DatabaseRequest(
        @Nullable String namespace,
        @Nullable Path kubeconfigPath,
        String service,
        String user,
        @Nullable Secret password,
        String database,
        Timeouts timeouts) {

    private static final DatabaseRequest DEFAULTS =
            new DatabaseRequest(null, null, "postgresql", "slm_user", null, "action_history", Timeouts.defaults());

    public DatabaseRequest {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(timeouts, "timeouts");
        if (password != null && password.value().isEmpty()) {
            password = null;
        }
    }

    /** The request without any setting. */
    public static DatabaseRequest defaults() {
        return DEFAULTS;
    }

    /** Written out, as each record's own comparison is linked anew in every JVM, which a start waits for. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DatabaseRequest that
                && Objects.equals(this.namespace, that.namespace)
                && Objects.equals(this.kubeconfigPath, that.kubeconfigPath)
                && this.service.equals(that.service)
                && this.user.equals(that.user)
                && Objects.equals(this.password, that.password)
                && this.database.equals(that.database)
                && this.timeouts.equals(that.timeouts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                this.namespace,
                this.kubeconfigPath,
                this.service,
                this.user,
                this.password,
                this.database,
                this.timeouts);
    }

    /** A copy for another Kubernetes namespace; {@code null} means not in Kubernetes. */
    public DatabaseRequest withNamespace(@Nullable String namespace) {
        return new DatabaseRequest(namespace, kubeconfigPath, service, user, password, database, timeouts);
    }

    /** A copy that reads another kubeconfig file; {@code null} means the file that {@code kubectl} uses. */
    public DatabaseRequest withKubeconfigPath(@Nullable Path kubeconfigPath) {
        return new DatabaseRequest(namespace, kubeconfigPath, service, user, password, database, timeouts);
    }

    /** A copy for another Kubernetes service. */
    public DatabaseRequest withService(String service) {
        return new DatabaseRequest(namespace, kubeconfigPath, service, user, password, database, timeouts);
    }

    /** A copy for another role. */
    public DatabaseRequest withUser(String user) {
        return new DatabaseRequest(namespace, kubeconfigPath, service, user, password, database, timeouts);
    }

    /** A copy with another password; {@code null} means the target's own. */
    public DatabaseRequest withPassword(@Nullable Secret password) {
        return new DatabaseRequest(namespace, kubeconfigPath, service, user, password, database, timeouts);
    }

    /** A copy for another database. */
    public DatabaseRequest withDatabase(String database) {
        return new DatabaseRequest(namespace, kubeconfigPath, service, user, password, database, timeouts);
    }

    /** A copy with other timeouts. */
    public DatabaseRequest withTimeouts(Timeouts timeouts) {
        return new DatabaseRequest(namespace, kubeconfigPath, service, user, password, database, timeouts);
    }
}
