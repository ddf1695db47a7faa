package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.kubernetes.cluster.ServerCertificate;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientKeyTests extends AbstractConnectTests {

    /** SEC 1 for the curve secp256r1: what precedes the 32 bytes of the key, and what follows them. */
    private static final String SEC1_BEGIN = "303102010104 20".replace(" ", "");

    private static final String SEC1_END = "a00a06082a8648ce3d030107";

    @Test
    void connectAuthenticatesWithKeyInEveryForm() throws IOException {
        ServerCertificate server = ServerCertificate.in(this.directory);
        ServerCertificate ec = ServerCertificate.ofClient(this.directory, "EC");
        ServerCertificate rsa = ServerCertificate.ofClient(this.directory, "RSA");
        try (TestCluster cluster = TestCluster.start(server, ec, rsa)) {
            cluster.troubles().requireToken("none");
            for (String key : List.of(
                    pkcs8(ec.key()),
                    "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n" + "-----END EC PARAMETERS-----\n"
                            + sec1((ECPrivateKey) ec.key()))) {
                ask(cluster, asFiles(ec, key), trusting(server));
            }
            for (String key : List.of(pkcs8(rsa.key()), pkcs1(rsa.key()))) {
                ask(cluster, asData(rsa, key), trusting(server));
            }

            assertThat(cluster.requests()).hasSize(4);
        }
    }

    @Test
    void connectReadsKeyAndCertificateOfOneFile() throws IOException {
        ServerCertificate server = ServerCertificate.in(this.directory);
        ServerCertificate client = ServerCertificate.ofClient(this.directory, "EC");
        Files.writeString(
                this.directory.resolve("both.pem"), pkcs8(client.key()) + Files.readString(client.authority()));
        try (TestCluster cluster = TestCluster.start(server, client)) {
            cluster.troubles().requireToken("none");

            ask(cluster, "client-certificate: both.pem\nclient-key: both.pem", trusting(server));

            assertThat(cluster.requests()).hasSize(1);
        }
    }

    @Test
    void keyWhenItCannotBeUsedSaysWhy() throws GeneralSecurityException {
        String certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        PrivateKey ed25519 =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();

        assertThatThrownBy(() -> ClientKey.of(certificate, certificate))
                .hasMessage("the client key contains no PEM block PRIVATE KEY");
        assertThatThrownBy(() -> ClientKey.of(certificate, pem("ENCRYPTED PRIVATE KEY", new byte[3])))
                .hasMessage("the client key is a PEM block ENCRYPTED PRIVATE KEY, which kubectl cannot use either");
        assertThatThrownBy(() -> ClientKey.of(certificate, pkcs8(ed25519)))
                .hasMessage("the client key is neither an RSA key nor an EC key");
    }

    @Test
    void keyShowsNothingOfItself() throws GeneralSecurityException {
        String certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

        assertThat(ClientKey.of(certificate, pem("RSA PRIVATE KEY", new byte[3])))
                .hasToString("client key (RSA)");
    }

    static String pkcs8(PrivateKey key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** PKCS #8 of an RSA key ends with PKCS #1. */
    private static String pkcs1(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(encoded, 26, encoded.length));
    }

    private static String sec1(ECPrivateKey key) {
        byte[] value = key.getS().toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, value.length);
        System.arraycopy(value, value.length - length, padded, 32 - length, length);
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.writeBytes(HexFormat.of().parseHex(SEC1_BEGIN));
        encoded.writeBytes(padded);
        encoded.writeBytes(HexFormat.of().parseHex(SEC1_END));
        return pem("EC PRIVATE KEY", encoded.toByteArray());
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    private String asFiles(ServerCertificate certificate, String key) throws IOException {
        Path file = Files.writeString(this.directory.resolve("key.pem"), key);
        return "client-certificate: " + certificate.authority() + "\nclient-key: " + file;
    }

    private static String asData(ServerCertificate certificate, String key) throws IOException {
        return "client-certificate-data: " + encode(Files.readString(certificate.authority())) + "\nclient-key-data: "
                + encode(key);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
}
