package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.kubernetes.api.KubeconfigException.Source;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.ExecConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kubeconfig files of a run, merged as {@code kubectl} does: the first file that defines a name wins, and relative
 * paths are resolved against their own file. Reading runs no credential plugin; {@link ClusterContext#connect} does.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">the merging rules</a>
 */
final class Kubeconfig {

    private final List<Path> files;
    private final Map<String, Context> contexts = new LinkedHashMap<>();
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<String, ClusterUser> users = new LinkedHashMap<>();
    private @Nullable String current;

    private Kubeconfig(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** Reads the files; those that do not exist are skipped, as {@code kubectl} does. */
    static Kubeconfig read(List<Path> files) {
        Kubeconfig merged = new Kubeconfig(files);
        for (Path file : files) {
            if (Files.exists(file)) {
                merged.add(file, parse(file));
            }
        }
        return merged;
    }

    /** Returns the context of this name; {@code null} means the current one. */
    ClusterContext choose(@Nullable String named) {
        Source source = new Source(this.files, List.copyOf(this.contexts.keySet()));
        String name = named == null ? this.current : named;
        if (name == null) {
            throw KubeconfigException.noCurrentContext(source);
        }
        Context context = this.contexts.get(name);
        if (context == null) {
            throw KubeconfigException.unknownContext(name, source);
        }
        Cluster cluster = this.clusters.get(String.valueOf(context.getCluster()));
        if (cluster == null || isBlank(cluster.getServer())) {
            throw KubeconfigException.incomplete(
                    name, "its cluster '" + context.getCluster() + "' has no server", source);
        }
        ClusterUser user = this.users.get(String.valueOf(context.getUser()));
        if (user == null && !isBlank(context.getUser())) {
            throw KubeconfigException.incomplete(name, "its user '" + context.getUser() + "' is missing", source);
        }
        ClusterName known = new ClusterName(name, cluster.getServer());
        cluster.setServer(known.server());
        ClusterUser nobody = new ClusterUser("context '" + name + "', which names no user", new AuthInfo());
        return new ClusterContext(known, cluster, user == null ? nobody : user, this.files);
    }

    private static Config parse(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException ex) {
            throw KubeconfigException.unreadable(file, ex);
        }
        try {
            return KubeconfigReader.read(content);
        } catch (RuntimeException ex) {
            throw KubeconfigException.malformed(file, ex);
        }
    }

    private void add(Path file, Config config) {
        if (this.current == null && !isBlank(config.getCurrentContext())) {
            this.current = config.getCurrentContext();
        }
        config.getContexts().stream()
                .filter(named -> named.getContext() != null)
                .forEach(named -> this.contexts.putIfAbsent(named.getName(), named.getContext()));
        config.getClusters().stream()
                .filter(named -> named.getCluster() != null)
                .forEach(named -> this.clusters.putIfAbsent(named.getName(), rooted(file, named.getCluster())));
        config.getUsers().stream()
                .filter(named -> named.getUser() != null)
                .forEach(named -> this.users.putIfAbsent(
                        named.getName(),
                        new ClusterUser("user '" + named.getName() + "' in " + file, rooted(file, named.getUser()))));
    }

    private static Cluster rooted(Path file, Cluster cluster) {
        cluster.setCertificateAuthority(absolute(file, cluster.getCertificateAuthority()));
        return cluster;
    }

    private static AuthInfo rooted(Path file, AuthInfo user) {
        user.setClientCertificate(absolute(file, user.getClientCertificate()));
        user.setClientKey(absolute(file, user.getClientKey()));
        user.setTokenFile(absolute(file, user.getTokenFile()));
        ExecConfig plugin = user.getExec();
        // A command without a separator is looked up on the PATH; anything else is a path.
        if (plugin != null && plugin.getCommand() != null && plugin.getCommand().contains(File.separator)) {
            plugin.setCommand(absolute(file, plugin.getCommand()));
        }
        return user;
    }

    private static @Nullable String absolute(Path file, @Nullable String path) {
        return path == null || path.isEmpty()
                ? path
                : file.toAbsolutePath().resolveSibling(path).normalize().toString();
    }

    private static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }
}
