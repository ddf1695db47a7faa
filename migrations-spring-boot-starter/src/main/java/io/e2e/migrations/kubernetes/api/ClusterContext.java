package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.kubernetes.api.PluginProtocol.PluginCredential;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A chosen cluster and the user there. Nothing is sent to it and no credential plugin runs before {@link #connect}. */
public final class ClusterContext {

    /** The name of the context for the service account of the pod that this process runs in. */
    private static final String IN_CLUSTER = "in-cluster";

    private final ClusterName name;
    private final Cluster cluster;
    private final ClusterUser user;
    private final List<Path> files;

    ClusterContext(ClusterName name, Cluster cluster, ClusterUser user, List<Path> files) {
        this.name = name;
        this.cluster = cluster;
        this.user = user;
        this.files = List.copyOf(files);
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
        ClusterUser user = new ClusterUser("the pod's service account", account);
        return new ClusterContext(new ClusterName(IN_CLUSTER, server), cluster, user, List.of());
    }

    /** The context's name and server, for messages. */
    public ClusterName name() {
        return this.name;
    }

    /** Whether this process runs in the cluster itself. */
    boolean isOwnCluster() {
        return this.files.isEmpty();
    }

    /** Whether requests go through a proxy, which resolves the server's name itself. */
    boolean hasProxy() {
        String proxy = this.cluster.getProxyUrl();
        return proxy != null && !proxy.isBlank();
    }

    /** A text that is equal for contexts with the same cluster and user; it reveals neither. */
    public String identity() {
        String text =
                List.of(this.name.context(), this.cluster, this.user.info()).toString();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * Connects to the API server, and runs the credential plugin of the context if it has one. The caller closes the result.
     *
     * @throws KubeconfigException if the context cannot be used
     * @throws CredentialPluginException if the credential plugin fails
     */
    public ApiServer connect() {
        return new ApiServer(this.name, this.user.toString(), client());
    }

    ClusterClient client() {
        try {
            return ClusterClient.open(this::settings, this.user.usesPlugin());
        } catch (MigrationException ex) {
            throw ex;
        } catch (RuntimeException ex) {
            throw KubeconfigException.unusable(this.name.context(), this.user.place(), this.files, ex);
        }
    }

    private ClientSettings settings() {
        PluginCredential credential = this.user.usesPlugin()
                ? new CredentialPlugin(this.name.context(), this.cluster, this.user).run()
                : null;
        try {
            return ClientSettings.of(this.cluster, this.user.info(), credential);
        } catch (IOException | GeneralSecurityException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
