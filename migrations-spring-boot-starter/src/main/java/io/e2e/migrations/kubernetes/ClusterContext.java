package io.e2e.migrations.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A context that was chosen: which cluster, as whom. Nothing is sent and nothing is run before {@link #client}. */
final class ClusterContext {

    /** The context's name when the service account of the pod is used that this process runs in. */
    static final String IN_CLUSTER = "in-cluster";

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
                        .addNewContext()
                        .withName(name.context())
                        .withNewContext()
                        .withCluster("cluster")
                        .withUser("user")
                        .endContext()
                        .endContext()
                        .addNewCluster()
                        .withName("cluster")
                        .withCluster(cluster)
                        .endCluster()
                        .addNewUser()
                        .withName("user")
                        .withUser(user)
                        .endUser()
                        .withCurrentContext(name.context())
                        .build());
    }

    /**
     * Chooses the cluster as {@code kubectl} would: a kubeconfig if there is one, else the service account of the pod that
     * this process runs in.
     */
    static ClusterContext choose(@Nullable Path kubeconfig, @Nullable String context, ClusterEnvironment environment) {
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
        cluster.setCertificateAuthority(
                environment.serviceAccount().resolve("ca.crt").toString());
        AuthInfo account = new AuthInfo();
        account.setTokenFile(environment.serviceAccount().resolve("token").toString());
        return new ClusterContext(new ClusterName(IN_CLUSTER, server), cluster, account, List.of());
    }

    ClusterName name() {
        return this.name;
    }

    /** Whether the cluster is the one that this process itself runs in. */
    boolean isOwnCluster() {
        return this.files.isEmpty();
    }

    /** Equal for contexts that lead to the same cluster as the same user; shows neither. */
    String identity() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(this.yaml.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java has SHA-256", ex);
        }
    }

    /** A client for this cluster, to be closed by the caller; runs the context's credential plugin if it has one. */
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
            // Whoever waits here says so and knows a deadline; the client's silent retries know neither.
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
