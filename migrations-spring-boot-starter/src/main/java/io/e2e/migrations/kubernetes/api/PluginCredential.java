package io.e2e.migrations.kubernetes.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a credential plugin printed: a token, a client certificate with its key, or both.
 *
 * @param expires when the plugin must run again; {@code null} means when the server refuses the credential
 */
record PluginCredential(
        @Nullable String token,
        @Nullable ClientKey key,
        @Nullable Instant expires) {

    @Override
    public String toString() {
        return "credential of a plugin";
    }
}
