package io.e2e.migrations.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the PostgreSQL of a namespace, which a {@link io.e2e.migrations.database.DatabaseRequest} names. An
 * immutable value: start from {@link #defaults()} and use the {@code with…} copies.
 *
 * @param context the kubeconfig's context; {@code null} (the default) means its current one
 * @param allowedContexts further contexts that may be used although they do not look local, by name or glob ({@code *},
 *     {@code ?}); none by default
 * @param access the way to the database, {@link Access#TUNNEL} by default
 * @param readyTimeout how long to wait until PostgreSQL answers a query, 60 s by default
 * @param secret where to read user, password and database if the configuration contains no password
 */
public record KubernetesSettings(
        @Nullable String context,
        List<String> allowedContexts,
        Access access,
        Duration readyTimeout,
        SecretKeys secret) {

    private static final KubernetesSettings DEFAULTS =
            new KubernetesSettings(null, List.of(), Access.TUNNEL, Duration.ofSeconds(60), SecretKeys.defaults());

    public KubernetesSettings {
        allowedContexts = List.copyOf(allowedContexts);
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(secret, "secret");
        if (context != null && context.isBlank()) {
            context = null;
        }
        if (readyTimeout.isNegative() || readyTimeout.isZero()) {
            throw new IllegalArgumentException("ready-timeout must be positive, not " + readyTimeout);
        }
    }

    /** The defaults: the current context, which must look local, a tunnel, and 60 s. */
    public static KubernetesSettings defaults() {
        return DEFAULTS;
    }

    /** Returns a copy with this context; {@code null} means the kubeconfig's current one. */
    public KubernetesSettings withContext(@Nullable String context) {
        return new KubernetesSettings(context, this.allowedContexts, this.access, this.readyTimeout, this.secret);
    }

    /** Returns a copy that also allows these contexts, although they do not look local. */
    public KubernetesSettings withAllowedContexts(String... allowedContexts) {
        return new KubernetesSettings(
                this.context, List.of(allowedContexts), this.access, this.readyTimeout, this.secret);
    }

    /** Returns a copy with this way to the database. */
    public KubernetesSettings withAccess(Access access) {
        return new KubernetesSettings(this.context, this.allowedContexts, access, this.readyTimeout, this.secret);
    }

    /** Returns a copy that waits this long until PostgreSQL answers a query. */
    public KubernetesSettings withReadyTimeout(Duration readyTimeout) {
        return new KubernetesSettings(this.context, this.allowedContexts, this.access, readyTimeout, this.secret);
    }

    /** Returns a copy that reads the credentials by these keys. */
    public KubernetesSettings withSecret(SecretKeys secret) {
        return new KubernetesSettings(this.context, this.allowedContexts, this.access, this.readyTimeout, secret);
    }

    /** The way from the test to the database. */
    public enum Access {
        /** A port-forward through the API server, from a port on 127.0.0.1. The default; it works from anywhere. */
        TUNNEL,
        /** The service's name in the cluster's DNS. For tests that run in a pod of the same cluster. */
        SERVICE,
        /** The service's node port. For tests that can reach the nodes. */
        NODE_PORT
    }

    /**
     * Where to read the credentials if the configuration contains no password: from a named Secret, or else from the
     * environment variables of the pod's container. The keys are those of the Secret, or the names of the variables.
     *
     * @param name the Secret's name; {@code null} (the default) means the container's environment variables
     * @param userKey the key of the role, {@code POSTGRES_USER} by default; optional in a Secret
     * @param passwordKey the key of the password, {@code POSTGRES_PASSWORD} by default; required in a Secret
     * @param databaseKey the key of the database, {@code POSTGRES_DB} by default; optional in a Secret
     */
    public record SecretKeys(@Nullable String name, String userKey, String passwordKey, String databaseKey) {

        private static final SecretKeys DEFAULTS =
                new SecretKeys(null, "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB");

        public SecretKeys {
            if (name != null && name.isBlank()) {
                name = null;
            }
            requireKey("secret-user-key", userKey);
            requireKey("secret-password-key", passwordKey);
            requireKey("secret-database-key", databaseKey);
        }

        /** The container's environment variables, with the names that the official PostgreSQL image uses. */
        public static SecretKeys defaults() {
            return DEFAULTS;
        }

        /** The Secret with this name, whose keys are the names that the official PostgreSQL image uses. */
        public static SecretKeys named(String name) {
            return DEFAULTS.withName(name);
        }

        /** Returns a copy that reads this Secret. */
        public SecretKeys withName(String name) {
            return new SecretKeys(name, this.userKey, this.passwordKey, this.databaseKey);
        }

        /** Returns a copy with this key of the role. */
        public SecretKeys withUserKey(String userKey) {
            return new SecretKeys(this.name, userKey, this.passwordKey, this.databaseKey);
        }

        /** Returns a copy with this key of the password. */
        public SecretKeys withPasswordKey(String passwordKey) {
            return new SecretKeys(this.name, this.userKey, passwordKey, this.databaseKey);
        }

        /** Returns a copy with this key of the database. */
        public SecretKeys withDatabaseKey(String databaseKey) {
            return new SecretKeys(this.name, this.userKey, this.passwordKey, databaseKey);
        }

        private static void requireKey(String property, String key) {
            if (key.isBlank()) {
                throw new IllegalArgumentException(property + " must not be blank");
            }
        }
    }
}
