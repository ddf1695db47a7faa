package io.e2e.migrations.kubernetes.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A self-signed certificate for 127.0.0.1, made by the JDK's {@code keytool}.
 *
 * @param keyStore the certificate with its key
 * @param authority the certificate alone, in PEM
 */
public record ServerCertificate(Path keyStore, Path authority) {

    static final String PASSWORD = "changeit";

    /** Makes one in a directory. */
    public static ServerCertificate in(Path directory) {
        Path keyStore = directory.resolve("server.p12");
        Path authority = directory.resolve("ca.crt");
        keytool(
                keyStore,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "2");
        keytool(keyStore, "-exportcert", "-rfc", "-file", authority.toString());
        return new ServerCertificate(keyStore, authority);
    }

    private static void keytool(Path keyStore, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "server", "-storetype", "PKCS12"));
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
