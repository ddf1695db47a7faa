package io.e2e.migrations.kubernetes;

/**
 * The Role that this package needs and no more: the same rules as in {@code samples/kubernetes/role.yaml}. A port-forward
 * over WebSocket is authorised as {@code get} by older API servers and as {@code create} by newer ones.
 */
final class EnoughRights {

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

    private EnoughRights() {}

    static String in(String namespace) {
        return ROLE.replace("NAMESPACE", namespace).stripTrailing();
    }
}
