package io.e2e.migrations.kubernetes.http;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake of a WebSocket (RFC 6455, section 4).
 *
 * @param key what the server proves by its answer that it has read
 * @param protocol the only protocol that is spoken inside; {@code null} means any
 */
record Handshake(String key, @Nullable String protocol) {

    private static final String ANSWER = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    static Handshake of(@Nullable String protocol) {
        byte[] key = new byte[16];
        new SecureRandom().nextBytes(key);
        return new Handshake(Base64.getEncoder().encodeToString(key), protocol);
    }

    /** The headers of the request. */
    Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>(Map.of(
                "Upgrade", List.of("websocket"),
                "Connection", List.of("Upgrade"),
                "Sec-WebSocket-Version", List.of("13"),
                "Sec-WebSocket-Key", List.of(this.key)));
        if (this.protocol != null) {
            headers.put("Sec-WebSocket-Protocol", List.of(this.protocol));
        }
        return headers;
    }

    /** Fails if an answer of status 101 is not one to this handshake. */
    void verify(Answer answer) throws ProtocolException {
        if (!accepted().equals(answer.header("Sec-WebSocket-Accept"))
                || (this.protocol != null && !this.protocol.equals(answer.header("Sec-WebSocket-Protocol")))) {
            throw new ProtocolException("the server opened another WebSocket than " + this.protocol);
        }
    }

    private String accepted() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((this.key + ANSWER).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
