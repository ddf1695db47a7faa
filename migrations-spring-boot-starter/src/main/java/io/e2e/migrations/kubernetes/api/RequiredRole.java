package io.e2e.migrations.kubernetes.api;

/**
 * The Role with exactly the rights that this library needs, the same as in {@code samples/kubernetes/role.yaml}. Older API
 * servers authorize a port-forward over WebSocket as {@code get}, newer ones as {@code create}.
 */
final class RequiredRole {

    private static final String ROLE = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: e2e-migrations
              namespace: NAMESPACE
            rules:
              - apiGroups: [""]
                resources: ["services", "pods"]
                verbs: ["get", "list"]
              - apiGroups: [""]
                resources: ["pods/log", "secrets", "configmaps"]
                verbs: ["get"]
              - apiGroups: [""]
                resources: ["pods/portforward"]
                verbs: ["get", "create"]
            """;

    private RequiredRole() {}

    /** The Role as YAML. */
    static String in(String namespace) {
        return ROLE.replace("NAMESPACE", namespace).stripTrailing();
    }
}
