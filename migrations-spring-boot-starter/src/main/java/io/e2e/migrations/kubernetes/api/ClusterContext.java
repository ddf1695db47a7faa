package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.ContextBuilder;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A chosen cluster and the user there. Nothing is sent to it and no credential plugin runs before {@link #connect}. */
public final class ClusterContext {

    /** The name of the context for the service account of the pod that this process runs in. */
    private static final String IN_CLUSTER = "in-cluster";

    private static final Duration API_CONNECT = Duration.ofSeconds(3);
    private static final Duration API_REQUEST = Duration.ofSeconds(10);

    private final ClusterName name;
    private final AuthInfo user;
    private final String yaml;
    private final List<Path> files;

    ClusterContext(ClusterName name, Cluster cluster, AuthInfo user, List<Path> files) {
        this.name = name;
        this.user = user;
        this.files = List.copyOf(files);
        this.yaml = new KubernetesSerialization()
                .asYaml(new ConfigBuilder()
                        .withClusters(new NamedCluster(cluster, "cluster"))
                        .withUsers(new NamedAuthInfo("user", user))
                        .withContexts(new NamedContext(
                                new ContextBuilder()
                                        .withCluster("cluster")
                                        .withUser("user")
                                        .build(),
                                name.context()))
                        .withCurrentContext(name.context())
                        .build());
    }

    /**
     * Chooses the cluster as {@code kubectl} does: from a kubeconfig if there is one, else by the service account of the pod
     * that this process runs in.
     *
     * @param kubeconfig the file to read; {@code null} means the files of the environment
     * @param context the kubeconfig's context; {@code null} means its current one
     * @throws KubeconfigException if there is no usable kubeconfig
     */
    public static ClusterContext choose(
            @Nullable Path kubeconfig, @Nullable String context, ClusterEnvironment environment) {
        List<Path> files = environment.kubeconfigFiles(kubeconfig);
        if (files.stream().anyMatch(Files::exists)) {
            return Kubeconfig.read(files).choose(context);
        }
        String server = environment.inClusterServer();
        boolean asksForFile = kubeconfig != null || (context != null && !context.equals(IN_CLUSTER));
        if (server == null || asksForFile) {
            throw KubeconfigException.notFound(files, environment.reason(kubeconfig));
        }
        Cluster cluster = new Cluster();
        cluster.setServer(server);
        cluster.setCertificateAuthority(environment.serviceAccount("ca.crt").toString());
        AuthInfo account = new AuthInfo();
        account.setTokenFile(environment.serviceAccount("token").toString());
        return new ClusterContext(new ClusterName(IN_CLUSTER, server), cluster, account, List.of());
    }

    /** The context's name and server, for messages. */
    public ClusterName name() {
        return this.name;
    }

    /** Whether this process runs in the cluster itself. */
    boolean isOwnCluster() {
        return this.files.isEmpty();
    }

    /** A text that is equal for contexts with the same cluster and user; it reveals neither. */
    public String identity() {
        return UUID.nameUUIDFromBytes(this.yaml.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * Connects to the API server, and runs the credential plugin of the context if it has one. The caller closes the result.
     *
     * @throws KubeconfigException if the context cannot be used
     */
    public ApiServer connect() {
        return new ApiServer(this.name, client());
    }

    ClusterClient client() {
        try {
            Config config = Config.fromKubeconfig(this.yaml);
            String tokenFile = this.user.getTokenFile();
            if (tokenFile != null && !tokenFile.isBlank()) {
                // Kubernetes replaces a pod's token about every hour, so it is read for every request.
                config.setOauthTokenProvider(() -> token(Path.of(tokenFile)));
            }
            if (this.user.getAs() != null) {
                config.setImpersonateUsername(this.user.getAs());
                config.setImpersonateGroups(this.user.getAsGroups().toArray(String[]::new));
            }
            config.setConnectionTimeout((int) API_CONNECT.toMillis());
            config.setRequestTimeout((int) API_REQUEST.toMillis());
            // Callers that wait have a deadline and log the reason; the client's own retries do neither.
            config.setRequestRetryBackoffLimit(0);
            return ClusterClient.open(config);
        } catch (RuntimeException ex) {
            throw KubeconfigException.unusable(this.name.context(), this.files, ex);
        }
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException ex) {
            throw new UncheckedIOException("cannot read the token in " + file, ex);
        }
    }
}
