package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;

/**
 * A client certificate and its private key in PEM, in every form that {@code kubectl} reads: PKCS #8, PKCS #1 and SEC 1, with
 * other text and blocks around them. The client library takes a key in PKCS #8 for RSA and reads only the first block.
 *
 * @param certificates the certificate, then those of its issuers
 * @param key the block of the private key
 * @param algorithm {@code RSA} or {@code EC}
 */
record ClientKey(String certificates, String key, String algorithm) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    /**
     * Finds certificate and key in two texts, which may be the same.
     *
     * @throws GeneralSecurityException if there is none, or if the key has a form that cannot be used
     */
    static ClientKey of(String certificate, String key) throws GeneralSecurityException {
        String certificates = certificates(certificate);
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("the client certificate contains no PEM block CERTIFICATE");
        }
        MatchResult block = blocks(key).stream()
                .filter(found -> found.group(1).endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("the client key contains no PEM block PRIVATE KEY"));
        return new ClientKey(certificates, block.group(), algorithm(block));
    }

    /** The certificates of a text, one after the other; empty if there is none. */
    static String certificates(String pem) {
        return blocks(pem).stream()
                .filter(block -> block.group(1).endsWith("CERTIFICATE"))
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
    }

    /** What shows the certificate to a server. SEC 1, which the JDK cannot read, is left to the client library. */
    KeyManager[] managers() throws IOException, GeneralSecurityException {
        MatchResult block = blocks(this.key).get(0);
        if (block.group(1).equals("EC PRIVATE KEY")) {
            return SSLUtils.keyManagers(
                    encode(this.certificates), null, encode(this.key), null, this.algorithm, "unused", null, null);
        }
        byte[] content = Base64.getMimeDecoder().decode(block.group(2));
        byte[] encoded = block.group(1).equals("RSA PRIVATE KEY") ? pkcs8(content) : content;
        return ClientTls.showing(
                this.certificates,
                KeyFactory.getInstance(this.algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    }

    /** PKCS #8 of an RSA key is PKCS #1 with a head (RFC 5208, section 5); every RSA key needs lengths of two bytes. */
    private static byte[] pkcs8(byte[] pkcs1) {
        return ByteBuffer.allocate(26 + pkcs1.length)
                .put(HexFormat.of().parseHex("3082"))
                .putShort((short) (22 + pkcs1.length))
                .put(HexFormat.of().parseHex("020100300d06092a864886f70d01010105000482"))
                .putShort((short) pkcs1.length)
                .put(pkcs1)
                .array();
    }

    @Override
    public String toString() {
        return "client key (" + this.algorithm + ")";
    }

    private static List<MatchResult> blocks(String pem) {
        return BLOCK.matcher(pem).results().toList();
    }

    private static String algorithm(MatchResult block) throws GeneralSecurityException {
        return switch (block.group(1)) {
            case "EC PRIVATE KEY" -> "EC";
            case "RSA PRIVATE KEY" -> "RSA";
            case "PRIVATE KEY" ->
                algorithm(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(2))));
            default ->
                throw new GeneralSecurityException(
                        "the client key is a PEM block " + block.group(1) + ", which kubectl cannot use either");
        };
    }

    private static String algorithm(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC")) {
            if (isReadable(algorithm, spec)) {
                return algorithm;
            }
        }
        throw new GeneralSecurityException("the client key is neither an RSA key nor an EC key");
    }

    private static boolean isReadable(String algorithm, PKCS8EncodedKeySpec spec) {
        try {
            KeyFactory.getInstance(algorithm).generatePrivate(spec);
            return true;
        } catch (GeneralSecurityException ex) {
            return false;
        }
    }

    private static String encode(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
