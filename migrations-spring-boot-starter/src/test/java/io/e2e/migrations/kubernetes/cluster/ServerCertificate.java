package io.e2e.migrations.kubernetes.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A self-signed certificate, made by the JDK's {@code keytool}.
 *
 * @param keyStore the certificate with its key
 * @param authority the certificate alone, in PEM
 */
public record ServerCertificate(Path keyStore, Path authority) {

    static final String PASSWORD = "changeit";

    /** Makes one for 127.0.0.1 in a directory. */
    public static ServerCertificate in(Path directory) {
        return in(directory, "ip:127.0.0.1");
    }

    /**
     * Makes one in a directory.
     *
     * @param name who it is for, such as {@code dns:api.e2e.test}
     */
    public static ServerCertificate in(Path directory, String name) {
        return make(directory, "server", "EC", "-ext", "SAN=" + name);
    }

    /** Makes one for a client, with a key of this algorithm. */
    public static ServerCertificate ofClient(Path directory, String algorithm) {
        return make(directory, "client-" + algorithm, algorithm);
    }

    /** The private key, as PKCS #8. */
    public PrivateKey key() {
        try {
            KeyStore store = KeyStore.getInstance(this.keyStore.toFile(), PASSWORD.toCharArray());
            return (PrivateKey) store.getKey("e2e", PASSWORD.toCharArray());
        } catch (GeneralSecurityException | IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static ServerCertificate make(Path directory, String file, String algorithm, String... options) {
        Path keyStore = directory.resolve(file + ".p12");
        Path authority = directory.resolve(file + ".crt");
        List<String> generation = new ArrayList<>(List.of("-genkeypair", "-keyalg", algorithm, "-validity", "2"));
        generation.addAll(List.of("-dname", "CN=" + file));
        if (algorithm.equals("EC")) {
            // The default differs between versions of the JDK.
            generation.addAll(List.of("-groupname", "secp256r1"));
        }
        generation.addAll(List.of(options));
        keytool(keyStore, generation.toArray(String[]::new));
        keytool(keyStore, "-exportcert", "-rfc", "-file", authority.toString());
        return new ServerCertificate(keyStore, authority);
    }

    private static void keytool(Path keyStore, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "e2e", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", keyStore.toString(), "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + said);
            }
        } catch (IOException | InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
