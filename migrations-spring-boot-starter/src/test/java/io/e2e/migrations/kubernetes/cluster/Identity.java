package io.e2e.migrations.kubernetes.cluster;

import io.vertx.core.http.HttpServerRequest;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Who sends a request, by its token or else by the certificate of its connection. */
enum Identity {
    KNOWN,
    /** No credentials: {@code system:anonymous}. */
    ANONYMOUS,
    /** Credentials that are not accepted. */
    REFUSED;

    /**
     * Identifies the sender.
     *
     * @param token the only token that is accepted; {@code null} if credentials are not looked at
     */
    static Identity of(HttpServerRequest request, @Nullable String token) {
        String header = request.getHeader("Authorization");
        if (token == null || ("Bearer " + token).equals(header)) {
            return KNOWN;
        }
        if (header != null) {
            return REFUSED;
        }
        return hasCertificate(request) ? KNOWN : ANONYMOUS;
    }

    private static boolean hasCertificate(HttpServerRequest request) {
        try {
            return request.isSSL() && request.connection().sslSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException ex) {
            return false;
        }
    }
}
