package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import org.jspecify.annotations.Nullable;

/** The cluster's API server could not be reached, or it refused what was asked of it. */
public final class ApiServerException extends MigrationException {

    private final Kind kind;
    private final String server;
    private final int status;

    private ApiServerException(Kind kind, ClusterName cluster, int status, Text text) {
        super(text.problem, text.remedy, text.cause);
        this.kind = kind;
        this.server = cluster.server();
        this.status = status;
    }

    static ApiServerException unreachable(ClusterName cluster, String because, Throwable cause) {
        return new ApiServerException(
                Kind.UNREACHABLE,
                cluster,
                0,
                new Text(
                        "The API server of " + cluster + " cannot be reached: " + because + ".",
                        "Start the cluster (kind get clusters; minikube start; k3d cluster start), or choose another"
                                + " context with e2e.migrations.kubernetes.context.",
                        cause));
    }

    static ApiServerException untrusted(ClusterName cluster, Throwable cause) {
        return new ApiServerException(
                Kind.UNREACHABLE,
                cluster,
                0,
                new Text(
                        "The API server of " + cluster + " shows a certificate that the kubeconfig does not trust.",
                        "The cluster was probably created anew: write the kubeconfig again, for example with kind export"
                                + " kubeconfig.",
                        cause));
    }

    /** The server's answer to a request, if it was no success. */
    static ApiServerException of(ClusterName cluster, ApiRequest request, Answer answer) {
        return switch (answer.status()) {
            case 401 -> new ApiServerException(Kind.UNAUTHORIZED, cluster, 401, unauthorized(cluster, answer));
            case 403 -> new ApiServerException(Kind.FORBIDDEN, cluster, 403, forbidden(cluster, request, answer));
            default -> new ApiServerException(Kind.FAILED, cluster, answer.status(), failed(cluster, request, answer));
        };
    }

    private static Text unauthorized(ClusterName cluster, Answer answer) {
        return new Text(
                "The API server of " + cluster + " does not accept the credentials of this context (401 Unauthorized).",
                "Log in again (the token or certificate may have expired), check it with kubectl --context "
                        + cluster.context() + " get pods, or write the kubeconfig again.",
                answer.cause());
    }

    private static Text forbidden(ClusterName cluster, ApiRequest request, Answer answer) {
        String password = request.resource().equals("secrets")
                ? "Give the password itself as e2e.migrations.postgres-password, or bind"
                : "Bind";
        return new Text(
                "The API server of " + cluster + " does not allow this context to " + request + " (403 Forbidden)"
                        + answer.saying(),
                password + " the context's user or service account to a Role that allows it; this one is enough:\n"
                        + EnoughRights.in(request.namespace()),
                answer.cause());
    }

    private static Text failed(ClusterName cluster, ApiRequest request, Answer answer) {
        return new Text(
                "The API server of " + cluster + " failed to " + request + " (" + answer.status() + ")"
                        + answer.saying(),
                "Check the cluster with: kubectl --context " + cluster.context() + " get --raw /readyz?verbose",
                answer.cause());
    }

    /** What went wrong. */
    public Kind kind() {
        return this.kind;
    }

    /** The API server's URL. */
    public String server() {
        return this.server;
    }

    /** The HTTP status, 0 if there was no answer. */
    public int status() {
        return this.status;
    }

    /** Whether asking again can help: the server is there but busy or being restarted. */
    boolean isPassing() {
        return this.kind == Kind.FAILED && (this.status == 429 || this.status >= 500);
    }

    /** What went wrong between the library and the API server. */
    public enum Kind {
        /** Nobody answers, or somebody whose certificate is not trusted. */
        UNREACHABLE,
        /** The credentials are not accepted (401). */
        UNAUTHORIZED,
        /** The credentials are accepted but the right is missing (403). */
        FORBIDDEN,
        /** It answered with another error. */
        FAILED
    }

    /**
     * What the server answered.
     *
     * @param said its own words; blank if there were none
     */
    record Answer(int status, String said, Throwable cause) {

        private String saying() {
            return this.said.isBlank() ? "." : ": " + this.said;
        }
    }

    private record Text(
            String problem, String remedy, @Nullable Throwable cause) {}
}
