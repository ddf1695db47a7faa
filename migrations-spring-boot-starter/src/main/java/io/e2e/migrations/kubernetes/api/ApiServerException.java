package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.config.MigrationException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** The cluster's API server could not be reached, or it refused a request. */
public final class ApiServerException extends MigrationException {

    private final String server;
    private final int status;

    private ApiServerException(ClusterName cluster, Answer answer, String problem, String remedy) {
        super("The API server of " + cluster + " " + problem, remedy, answer.cause());
        this.server = cluster.server();
        this.status = answer.status();
    }

    static ApiServerException unreachable(ClusterName cluster, String reason, Throwable cause) {
        return new ApiServerException(
                cluster,
                new Answer(0, "", cause),
                "cannot be reached: " + reason + ".",
                "Start the cluster (kind get clusters; minikube start; k3d cluster start), or choose another context with"
                        + " e2e.migrations.kubernetes.context.");
    }

    static ApiServerException untrusted(ClusterName cluster, CertificateException cause) {
        // The JDK's exception for a path that ends at no trusted certificate has a cause; the one for a name has none.
        return cause.getCause() == null
                ? new ApiServerException(
                        cluster,
                        new Answer(0, "", cause),
                        "presents a certificate for another name: " + cause.getMessage() + ".",
                        "Set tls-server-name, in the kubeconfig's cluster, to a name of the certificate; or write the"
                                + " kubeconfig again, if the cluster was re-created.")
                : new ApiServerException(
                        cluster,
                        new Answer(0, "", cause),
                        "presents a certificate that the kubeconfig does not trust.",
                        "Write the kubeconfig again (for example: kind export kubeconfig); the cluster was probably"
                                + " re-created.");
    }

    /** Explains an answer that is not a success. */
    static ApiServerException of(ClusterName cluster, String credentials, ApiRequest request, Answer answer) {
        if (answer.status() == 403 && answer.message().contains("\"system:anonymous\"")) {
            return anonymous(cluster, credentials, request, answer);
        }
        return switch (answer.status()) {
            case 401 ->
                new ApiServerException(
                        cluster,
                        answer,
                        "does not accept " + credentials + " (401 Unauthorized).",
                        "Log in again, because the token or certificate may have expired, or write the kubeconfig again."
                                + " Check the credentials with: kubectl --context " + cluster.context() + " get pods");
            case 403 -> forbidden(cluster, request, answer);
            default ->
                new ApiServerException(
                        cluster,
                        answer,
                        "failed to " + request + " (" + answer.status() + ")" + answer.suffix(),
                        "Check the cluster with: kubectl --context " + cluster.context()
                                + " get --raw /readyz?verbose");
        };
    }

    private static ApiServerException forbidden(ClusterName cluster, ApiRequest request, Answer answer) {
        String password = request.resource().equals("secrets")
                ? "Set the password itself as e2e.migrations.postgres-password, or bind"
                : "Bind";
        return new ApiServerException(
                cluster,
                answer,
                "does not allow this context to " + request + " (403 Forbidden)" + answer.suffix(),
                password + " the context's user or service account to a Role that allows it, such as this one:\n"
                        + RequiredRole.in(request.namespace()));
    }

    /** No credentials reached the server, so a Role for this context would not help. */
    private static ApiServerException anonymous(
            ClusterName cluster, String credentials, ApiRequest request, Answer answer) {
        return new ApiServerException(
                cluster,
                answer,
                "received no credentials with the request to " + request
                        + " and took it for one of system:anonymous (403" + " Forbidden). The context has "
                        + credentials + ".",
                "Log in again, or write the kubeconfig again (for example: kind export kubeconfig). A client certificate"
                        + " does not pass through a proxy that ends TLS. Check the credentials with: kubectl --context "
                        + cluster.context() + " get pods");
    }

    /** What went wrong. */
    public Kind kind() {
        return switch (this.status) {
            case 0 -> getCause() instanceof CertificateException ? Kind.UNTRUSTED : Kind.UNREACHABLE;
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            default -> Kind.FAILED;
        };
    }

    /** The API server's URL. */
    public String server() {
        return this.server;
    }

    /** The HTTP status, 0 if there was no answer. */
    public int status() {
        return this.status;
    }

    /** What went wrong between the library and the API server. */
    public enum Kind {
        /** The server does not answer. */
        UNREACHABLE,
        /** The server's certificate is not trusted. */
        UNTRUSTED,
        /** The server does not accept the credentials (401). */
        UNAUTHORIZED,
        /** The server accepts the credentials, but the right is missing (403). */
        FORBIDDEN,
        /** The server answered with another error. */
        FAILED
    }

    /**
     * The server's answer to a request.
     *
     * @param status the HTTP status, 0 if there was no answer
     * @param message the server's own words; blank if there were none
     * @param cause the exception of the client library; {@code null} if there was an answer
     */
    record Answer(int status, String message, @Nullable Throwable cause) {

        private String suffix() {
            return this.message.isBlank() ? "." : ": " + this.message;
        }
    }
}
