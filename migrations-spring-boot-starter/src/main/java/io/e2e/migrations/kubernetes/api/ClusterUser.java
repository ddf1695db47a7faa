package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.api.model.AuthInfo;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user of a context, and where its entry is.
 *
 * @param place the entry, such as {@code user 'kind-e2e' in /home/me/.kube/config}
 */
record ClusterUser(String place, AuthInfo info) {

    /** Whether the credential plugin runs: {@code kubectl} prefers what the entry itself contains. */
    boolean usesPlugin() {
        return this.info.getExec() != null && !hasOwnCredentials();
    }

    /** The credentials as part of a sentence, such as {@code the token of user 'me' in /home/me/.kube/config}. */
    @Override
    public String toString() {
        if (usesPlugin()) {
            return "the credential plugin '" + this.info.getExec().getCommand() + "' of " + this.place;
        }
        String kind = hasText(this.info.getToken(), this.info.getTokenFile())
                ? "the token"
                : hasText(this.info.getUsername())
                        ? "the password"
                        : hasCertificate()
                                ? "the client certificate"
                                : this.info.getAuthProvider() != null ? "the auth-provider" : "no credentials";
        return kind + " of " + this.place;
    }

    private boolean hasOwnCredentials() {
        return hasText(this.info.getToken(), this.info.getTokenFile(), this.info.getUsername()) || hasCertificate();
    }

    private boolean hasCertificate() {
        return hasText(this.info.getClientCertificate(), this.info.getClientCertificateData());
    }

    private static boolean hasText(@Nullable String... values) {
        return Stream.of(values).anyMatch(value -> value != null && !value.isBlank());
    }
}
