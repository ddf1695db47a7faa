package io.e2e.migrations.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of objects that the server keeps. */
enum ResourceType {
    NAMESPACES("v1", "Namespace", "ns"),
    PODS("v1", "Pod", "po"),
    SERVICES("v1", "Service", "svc"),
    SECRETS("v1", "Secret", ""),
    CONFIGMAPS("v1", "ConfigMap", "cm"),
    EVENTS("v1", "Event", "ev"),
    DEPLOYMENTS("apps/v1", "Deployment", "deploy"),
    STATEFULSETS("apps/v1", "StatefulSet", "sts"),
    ENDPOINTSLICES("discovery.k8s.io/v1", "EndpointSlice", "");

    private final String apiVersion;
    private final String kind;
    private final String shortName;

    ResourceType(String apiVersion, String kind, String shortName) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.shortName = shortName;
    }

    static ResourceType of(HasMetadata object) {
        return Arrays.stream(values())
                .filter(type -> type.kind.equals(object.getKind()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("this server keeps no " + object.getKind()));
    }

    static Optional<ResourceType> of(String apiVersion, String plural) {
        return Arrays.stream(values())
                .filter(type ->
                        type.apiVersion.equals(apiVersion) && type.plural().equals(plural))
                .findFirst();
    }

    String apiVersion() {
        return this.apiVersion;
    }

    String kind() {
        return this.kind;
    }

    String plural() {
        return name().toLowerCase(Locale.ROOT);
    }

    String shortName() {
        return this.shortName;
    }

    boolean namespaced() {
        return this != NAMESPACES;
    }
}
