package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
        String certificates = blocks(certificate).stream()
                .filter(block -> block.group(1).endsWith("CERTIFICATE"))
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("the client certificate contains no PEM block CERTIFICATE");
        }
        MatchResult block = blocks(key).stream()
                .filter(found -> found.group(1).endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("the client key contains no PEM block PRIVATE KEY"));
        return new ClientKey(certificates, block.group(), algorithm(block));
    }

    void applyTo(Config config) {
        config.setClientCertData(encode(this.certificates));
        config.setClientKeyData(encode(this.key));
        config.setClientKeyAlgo(this.algorithm);
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
