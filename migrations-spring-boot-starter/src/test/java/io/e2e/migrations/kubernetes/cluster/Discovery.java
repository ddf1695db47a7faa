package io.e2e.migrations.kubernetes.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the server offers, as {@code kubectl} asks for it before anything else. */
final class Discovery {

    private static final List<String> VERBS = List.of("get", "list", "watch");

    private Discovery() {}

    /** The document at this path, if it is one of discovery. */
    static Optional<Map<String, Object>> at(String path) {
        return switch (path) {
            case "/version" ->
                Optional.of(Map.of("major", "1", "minor", "36", "gitVersion", "v1.36.0", "platform", "test"));
            case "/api" -> Optional.of(Map.of("kind", "APIVersions", "versions", List.of("v1")));
            case "/apis" -> Optional.of(Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups()));
            default -> resources(path);
        };
    }

    private static List<Map<String, Object>> groups() {
        return Arrays.stream(ResourceType.values())
                .map(ResourceType::apiVersion)
                .filter(version -> version.contains("/"))
                .distinct()
                .map(Discovery::group)
                .toList();
    }

    private static Map<String, Object> group(String version) {
        int slash = version.indexOf('/');
        Map<String, Object> known = Map.of("groupVersion", version, "version", version.substring(slash + 1));
        return Map.of("name", version.substring(0, slash), "versions", List.of(known), "preferredVersion", known);
    }

    private static Optional<Map<String, Object>> resources(String path) {
        String version = path.equals("/api/v1") ? "v1" : path.startsWith("/apis/") ? path.substring(6) : "";
        List<Map<String, Object>> resources = new ArrayList<>();
        Arrays.stream(ResourceType.values())
                .filter(type -> type.apiVersion().equals(version))
                .flatMap(Discovery::resource)
                .forEach(resources::add);
        return resources.isEmpty()
                ? Optional.empty()
                : Optional.of(Map.of(
                        "kind",
                        "APIResourceList",
                        "apiVersion",
                        "v1",
                        "groupVersion",
                        version,
                        "resources",
                        resources));
    }

    private static Stream<Map<String, Object>> resource(ResourceType type) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("name", type.plural());
        resource.put("singularName", type.kind().toLowerCase(java.util.Locale.ROOT));
        resource.put("namespaced", type.namespaced());
        resource.put("kind", type.kind());
        resource.put("verbs", VERBS);
        if (!type.shortName().isEmpty()) {
            resource.put("shortNames", List.of(type.shortName()));
        }
        if (type != ResourceType.PODS) {
            return Stream.of(resource);
        }
        Map<String, Object> forward = Map.of(
                "name", "pods/portforward",
                "singularName", "",
                "namespaced", true,
                "kind", "PodPortForwardOptions",
                "verbs", List.of("create", "get"));
        return Stream.of(resource, forward);
    }
}
