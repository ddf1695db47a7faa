package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.api.ApiObject;
import io.e2e.migrations.kubernetes.api.ApiServer;
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
                        Kind.SECRET, name, "namespace " + this.namespace, this.api.names("secrets", this.namespace)));
    }

    /** Returns the value of a variable; {@code null} if it is not set. */
    @Nullable
    String variable(ApiObject container, String name) {
        List<ApiObject> variables = container.objects("env");
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (name.equals(variables.get(i).text("name"))) {
                return value(variables.get(i));
            }
        }
        List<ApiObject> sources = container.objects("envFrom");
        for (int i = sources.size() - 1; i >= 0; i--) {
            String found = valueFrom(sources.get(i), name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String value(ApiObject variable) {
        if (!variable.has("valueFrom")) {
            return variable.text("value");
        }
        ApiObject source = variable.object("valueFrom");
        if (source.has("secretKeyRef")) {
            ApiObject secret = source.object("secretKeyRef");
            String name = text(secret, "name");
            String key = text(secret, "key");
            return secret.isTrue("optional") ? value(name, key) : secret(name).get(key);
        }
        ApiObject map = source.object("configMapKeyRef");
        return source.has("configMapKeyRef") ? configMap(text(map, "name")).get(text(map, "key")) : null;
    }

    private @Nullable String valueFrom(ApiObject source, String name) {
        String prefix = text(source, "prefix");
        if (!name.startsWith(prefix)) {
            return null;
        }
        String key = name.substring(prefix.length());
        if (source.has("secretRef")) {
            return value(text(source.object("secretRef"), "name"), key);
        }
        return source.has("configMapRef")
                ? configMap(text(source.object("configMapRef"), "name")).get(key)
                : null;
    }

    private static String text(ApiObject object, String field) {
        return Objects.requireNonNullElse(object.text(field), "");
    }

    private @Nullable String value(String secret, String key) {
        return optionalSecret(secret).map(values -> values.get(key)).orElse(null);
    }

    private Optional<Map<String, String>> optionalSecret(String name) {
        return this.secrets.computeIfAbsent(
                name, asked -> this.api.find("secrets", this.namespace, asked).map(VariableReader::decoded));
    }

    private Map<String, String> configMap(String name) {
        return this.api
                .find("configmaps", this.namespace, name)
                .map(map -> map.texts("data"))
                .orElse(Map.of());
    }

    private static Map<String, String> decoded(ApiObject secret) {
        Map<String, String> values = new TreeMap<>(secret.texts("data"));
        values.replaceAll((key, value) -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
        return values;
    }
}
