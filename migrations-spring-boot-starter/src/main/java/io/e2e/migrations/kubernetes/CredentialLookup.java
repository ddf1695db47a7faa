package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.kubernetes.KubernetesSettings.SecretKeys;
import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.NotInNamespaceException.Missing;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out as whom to log in: with the configuration's password if it gives one; else with what a named Secret holds; else
 * with what the pod's own container was started with. A user or database that the configuration names, other than by the
 * default, wins over both.
 */
final class CredentialLookup {

    /** The role that the official image makes when it is not told a name. */
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

    /** Whether the answer depends on the pod. */
    boolean needsPod() {
        return this.request.password() == null && this.keys.name() == null;
    }

    /** The credentials if they do not depend on a pod. */
    Credentials withoutPod() {
        Secret password = this.request.password();
        return password == null
                ? fromSecret()
                : new Credentials(
                        this.request.user(), password, this.request.database(), "e2e.migrations.postgres-password");
    }

    /** The credentials for the database in this pod. */
    Credentials of(Pod pod, int port) {
        return needsPod() ? fromPod(pod, port) : withoutPod();
    }

    private Credentials fromSecret() {
        String name = String.valueOf(this.keys.name());
        Map<String, String> values = new VariableReader(this.api, this.namespace).secret(name);
        String password = values.get(this.keys.passwordKey());
        if (password == null) {
            throw new NotInNamespaceException(
                    new Missing(
                            Kind.KEY,
                            this.keys.passwordKey(),
                            "Secret " + name + " of namespace " + this.namespace,
                            List.copyOf(values.keySet())),
                    "Name the key of the password in e2e.migrations.kubernetes.secret-password-key.");
        }
        return new Credentials(
                user(values.get(this.keys.userKey()), this.request.user()),
                new Secret(password),
                database(values.get(this.keys.databaseKey()), this.request.database()),
                "Secret " + name + " of namespace " + this.namespace);
    }

    private Credentials fromPod(Pod pod, int port) {
        Container container = containerOf(pod, port);
        VariableReader reader = new VariableReader(this.api, this.namespace);
        String user = reader.variable(container, this.keys.userKey());
        String password = reader.variable(container, this.keys.passwordKey());
        String database = reader.variable(container, this.keys.databaseKey());
        // The image's entry point: the user is postgres unless told, and the database is called as the user unless
        // told.
        boolean official = user != null || password != null || database != null;
        String defaultUser = official ? IMAGE_USER : this.request.user();
        String madeUser = user == null ? defaultUser : user;
        return new Credentials(
                user(user, defaultUser),
                new Secret(password == null ? "" : password),
                database(database, official ? madeUser : this.request.database()),
                "the environment of container " + container.getName() + " in pod "
                        + pod.getMetadata().getName());
    }

    private String user(@Nullable String found, String otherwise) {
        boolean named = !this.request.user().equals(DatabaseRequest.defaults().user());
        return named ? this.request.user() : found == null ? otherwise : found;
    }

    private String database(@Nullable String found, String otherwise) {
        boolean named =
                !this.request.database().equals(DatabaseRequest.defaults().database());
        return named ? this.request.database() : found == null ? otherwise : found;
    }

    private static Container containerOf(Pod pod, int port) {
        List<Container> containers = pod.getSpec().getContainers();
        return containers.stream()
                .filter(container -> container.getPorts().stream().anyMatch(known -> known.getContainerPort() == port))
                .findFirst()
                .orElseGet(() -> containers.get(0));
    }
}
