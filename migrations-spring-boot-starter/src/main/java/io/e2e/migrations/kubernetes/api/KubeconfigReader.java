package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthProviderConfig;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.ExecEnvVar;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.NamedExtension;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Reads the YAML of a kubeconfig into the client library's types. The library's own reader would first register every kind
 * of object that Kubernetes has.
 */
final class KubeconfigReader {

    private KubeconfigReader() {}

    /**
     * Reads a file's content; an empty one is a kubeconfig without contexts.
     *
     * @throws RuntimeException if it is not YAML, or not a kubeconfig
     */
    static Config read(byte[] content) {
        Map<?, ?> root =
                map(new Load(LoadSettings.builder().build()).loadFromInputStream(new ByteArrayInputStream(content)));
        Config config = new Config();
        config.setCurrentContext(text(root, "current-context"));
        config.setContexts(list(
                root,
                "contexts",
                (name, item) -> new NamedContext(
                        item.get("context") == null ? null : context(map(item.get("context"))), name)));
        config.setClusters(list(
                root,
                "clusters",
                (name, item) -> new NamedCluster(
                        item.get("cluster") == null ? null : cluster(map(item.get("cluster"))), name)));
        config.setUsers(list(
                root,
                "users",
                (name, item) ->
                        new NamedAuthInfo(name, item.get("user") == null ? null : user(map(item.get("user"))))));
        return config;
    }

    private static Context context(Map<?, ?> fields) {
        Context context = new Context();
        context.setCluster(text(fields, "cluster"));
        context.setUser(text(fields, "user"));
        return context;
    }

    private static Cluster cluster(Map<?, ?> fields) {
        Cluster cluster = new Cluster();
        cluster.setServer(text(fields, "server"));
        cluster.setTlsServerName(text(fields, "tls-server-name"));
        cluster.setInsecureSkipTlsVerify(flag(fields, "insecure-skip-tls-verify"));
        cluster.setCertificateAuthority(text(fields, "certificate-authority"));
        cluster.setCertificateAuthorityData(text(fields, "certificate-authority-data"));
        cluster.setProxyUrl(text(fields, "proxy-url"));
        cluster.setDisableCompression(flag(fields, "disable-compression"));
        cluster.setExtensions(
                list(fields, "extensions", (name, item) -> new NamedExtension(item.get("extension"), name)));
        return cluster;
    }

    private static AuthInfo user(Map<?, ?> fields) {
        AuthInfo user = new AuthInfo();
        user.setClientCertificate(text(fields, "client-certificate"));
        user.setClientCertificateData(text(fields, "client-certificate-data"));
        user.setClientKey(text(fields, "client-key"));
        user.setClientKeyData(text(fields, "client-key-data"));
        user.setToken(text(fields, "token"));
        user.setTokenFile(text(fields, "tokenFile"));
        user.setUsername(text(fields, "username"));
        user.setPassword(text(fields, "password"));
        user.setAs(text(fields, "as"));
        user.setAsUid(text(fields, "as-uid"));
        user.setAsGroups(texts(fields.get("as-groups")));
        Map<String, List<String>> extra = new LinkedHashMap<>();
        map(fields.get("as-user-extra")).forEach((name, values) -> extra.put(String.valueOf(name), texts(values)));
        user.setAsUserExtra(extra);
        if (fields.get("auth-provider") != null) {
            user.setAuthProvider(provider(map(fields.get("auth-provider"))));
        }
        if (fields.get("exec") != null) {
            user.setExec(plugin(map(fields.get("exec"))));
        }
        return user;
    }

    private static AuthProviderConfig provider(Map<?, ?> fields) {
        AuthProviderConfig provider = new AuthProviderConfig();
        provider.setName(text(fields, "name"));
        Map<String, String> config = new LinkedHashMap<>();
        map(fields.get("config")).forEach((name, value) -> config.put(String.valueOf(name), scalar(value)));
        provider.setConfig(config);
        return provider;
    }

    private static ExecConfig plugin(Map<?, ?> fields) {
        ExecConfig plugin = new ExecConfig();
        plugin.setApiVersion(text(fields, "apiVersion"));
        plugin.setCommand(text(fields, "command"));
        plugin.setArgs(texts(fields.get("args")));
        plugin.setEnv(list(fields, "env", (name, item) -> new ExecEnvVar(name, text(item, "value"))));
        plugin.setInstallHint(text(fields, "installHint"));
        plugin.setInteractiveMode(text(fields, "interactiveMode"));
        plugin.setProvideClusterInfo(flag(fields, "provideClusterInfo"));
        return plugin;
    }

    private static <T> List<T> list(Map<?, ?> fields, String name, BiFunction<@Nullable String, Map<?, ?>, T> reader) {
        return items(fields.get(name)).stream()
                .map(item -> reader.apply(text(map(item), "name"), map(item)))
                .toList();
    }

    private static List<String> texts(@Nullable Object value) {
        return items(value).stream().map(item -> String.valueOf(scalar(item))).toList();
    }

    private static @Nullable String text(Map<?, ?> fields, String name) {
        return scalar(fields.get(name));
    }

    private static @Nullable Boolean flag(Map<?, ?> fields, String name) {
        String text = text(fields, name);
        return text == null ? null : Boolean.valueOf(text);
    }

    private static @Nullable String scalar(@Nullable Object value) {
        if (value instanceof Map || value instanceof List) {
            throw new IllegalArgumentException("not a scalar");
        }
        return value == null ? null : value.toString();
    }

    private static List<?> items(@Nullable Object value) {
        return value == null ? List.of() : (List<?>) value;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<?, ?>) value;
    }
}
