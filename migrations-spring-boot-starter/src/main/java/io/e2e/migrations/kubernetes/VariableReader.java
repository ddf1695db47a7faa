package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.api.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the environment variables of a container by the kubelet's rules: {@code env} takes precedence over {@code envFrom},
 * and of two equal names the later one takes precedence. Values that only the running container knows (from a field, from a
 * file) count as not set. A reader requests each Secret once. Used by one thread.
 */
final class VariableReader {

    private final ApiServer api;
    private final String namespace;
    private final Map<String, Optional<Map<String, String>>> secrets = new HashMap<>();

    VariableReader(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** Returns all keys of a Secret with their decoded values. */
    Map<String, String> secret(String name) {
        return optionalSecret(name)
                .orElseThrow(() -> new NotInNamespaceException(
                        Kind.SECRET,
                        name,
                        "namespace " + this.namespace,
                        this.api.names(Secret.class, this.namespace)));
    }

    /** Returns the value of a variable; {@code null} if it is not set. */
    @Nullable
    String variable(Container container, String name) {
        List<EnvVar> variables = container.getEnv();
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (name.equals(variables.get(i).getName())) {
                return value(variables.get(i));
            }
        }
        List<EnvFromSource> sources = container.getEnvFrom();
        for (int i = sources.size() - 1; i >= 0; i--) {
            String found = value(sources.get(i), name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String value(EnvVar variable) {
        EnvVarSource source = variable.getValueFrom();
        if (source == null) {
            return variable.getValue();
        }
        SecretKeySelector secret = source.getSecretKeyRef();
        if (secret != null) {
            return Boolean.TRUE.equals(secret.getOptional())
                    ? value(secret.getName(), secret.getKey())
                    : secret(secret.getName()).get(secret.getKey());
        }
        ConfigMapKeySelector map = source.getConfigMapKeyRef();
        return map == null ? null : configMap(map.getName()).get(map.getKey());
    }

    private @Nullable String value(EnvFromSource source, String name) {
        String prefix = source.getPrefix() == null ? "" : source.getPrefix();
        if (!name.startsWith(prefix)) {
            return null;
        }
        String key = name.substring(prefix.length());
        if (source.getSecretRef() != null) {
            return value(source.getSecretRef().getName(), key);
        }
        return source.getConfigMapRef() == null
                ? null
                : configMap(source.getConfigMapRef().getName()).get(key);
    }

    private @Nullable String value(String secret, String key) {
        return optionalSecret(secret).map(values -> values.get(key)).orElse(null);
    }

    private Optional<Map<String, String>> optionalSecret(String name) {
        return this.secrets.computeIfAbsent(
                name,
                asked -> this.api.find(Secret.class, this.namespace, asked).map(VariableReader::decoded));
    }

    private Map<String, String> configMap(String name) {
        return this.api
                .find(ConfigMap.class, this.namespace, name)
                .map(ConfigMap::getData)
                .orElse(Map.of());
    }

    private static Map<String, String> decoded(Secret secret) {
        Map<String, String> values = new TreeMap<>(Objects.requireNonNullElse(secret.getData(), Map.of()));
        values.replaceAll((key, value) -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
        return values;
    }
}
