package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.kubernetes.KubernetesSettings.SecretKeys;
import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.api.ApiObject;
import io.e2e.migrations.kubernetes.api.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credentials for the login: from the request if it contains a password; else from a named Secret; else from
 * the environment variables of the pod's container. A user or database in the request that differs from the default
 * takes precedence over both. Thread-safe.
 */
final class CredentialLookup {

    private static final DatabaseRequest DEFAULTS = DatabaseRequest.defaults();

    /** The role that the official image creates by default. */
    private static final String IMAGE_USER = "postgres";

    private final DatabaseRequest request;
    private final SecretKeys keys;
    private final ApiServer api;
    private final String namespace;

    CredentialLookup(DatabaseRequest request, SecretKeys keys, ApiServer api, String namespace) {
        this.request = request;
        this.keys = keys;
        this.api = api;
        this.namespace = namespace;
    }

    /** Whether the credentials depend on the pod. */
    boolean needsPod() {
        return this.request.password() == null && this.keys.name() == null;
    }

    /** Returns the credentials if they do not depend on a pod. */
    Credentials withoutPod() {
        Secret password = this.request.password();
        return password == null
                ? fromSecret()
                : new Credentials(
                        this.request.user(), password, this.request.database(), "e2e.migrations.postgres-password");
    }

    /** Returns the credentials for the PostgreSQL at this port of this pod. */
    Credentials of(ApiObject pod, int port) {
        return needsPod() ? fromPod(pod, port) : withoutPod();
    }

    private Credentials fromSecret() {
        String name = String.valueOf(this.keys.name());
        String source = "Secret " + name + " in namespace " + this.namespace;
        Map<String, String> values = new VariableReader(this.api, this.namespace).secret(name);
        String password = values.get(this.keys.passwordKey());
        if (password == null) {
            throw new NotInNamespaceException(Kind.KEY, this.keys.passwordKey(), source, List.copyOf(values.keySet()));
        }
        return new Credentials(
                user(values.get(this.keys.userKey()), this.request.user()),
                new Secret(password),
                database(values.get(this.keys.databaseKey()), this.request.database()),
                source);
    }

    private Credentials fromPod(ApiObject pod, int port) {
        ApiObject container = containerOf(pod, port);
        VariableReader reader = new VariableReader(this.api, this.namespace);
        String user = reader.variable(container, this.keys.userKey());
        String password = reader.variable(container, this.keys.passwordKey());
        String database = reader.variable(container, this.keys.databaseKey());
        // As in the image's entry point, the default user is postgres, and the default database has the user's name.
        boolean official = user != null || password != null || database != null;
        String defaultUser = official ? IMAGE_USER : this.request.user();
        String createdUser = user == null ? defaultUser : user;
        return new Credentials(
                user(user, defaultUser),
                new Secret(password == null ? "" : password),
                database(database, official ? createdUser : this.request.database()),
                "the environment of container " + container.text("name") + " in pod " + pod.name());
    }

    private String user(@Nullable String found, String otherwise) {
        String user = this.request.user();
        return user.equals(DEFAULTS.user()) ? Objects.requireNonNullElse(found, otherwise) : user;
    }

    private String database(@Nullable String found, String otherwise) {
        String database = this.request.database();
        return database.equals(DEFAULTS.database()) ? Objects.requireNonNullElse(found, otherwise) : database;
    }

    private static ApiObject containerOf(ApiObject pod, int port) {
        List<ApiObject> containers = pod.objects("spec", "containers");
        return containers.stream()
                .filter(container -> container.objects("ports").stream()
                        .anyMatch(known -> Integer.valueOf(port).equals(known.number("containerPort"))))
                .findFirst()
                .orElseGet(() -> containers.isEmpty() ? pod.object("spec") : containers.get(0));
    }
}
