package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.kubernetes.cluster.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTlsTests {

    @TempDir
    Path directory;

    @Test
    void trustWhenClusterHasAuthorityIsThatAlone() throws IOException, GeneralSecurityException {
        String authority = Files.readString(ServerCertificate.in(this.directory).authority());

        assertThat(trusted("an authority:\n" + authority, false))
                .extracting(trusted -> trusted.getSubjectX500Principal().getName())
                .containsExactly("CN=server");
    }

    @Test
    void trustWhenClusterHasNoAuthorityIsThatOfTheJdk() throws IOException, GeneralSecurityException {
        assertThat(trusted(null, false)).hasSizeGreaterThan(1);
    }

    @Test
    void trustWhenAuthorityHasNoCertificateSaysSo() {
        assertThatThrownBy(() -> ClientTls.of("nothing", false, null))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("certificate-authority contains no PEM block CERTIFICATE");
    }

    @Test
    void trustWhenVerificationIsSkippedReadsNoAuthority() throws IOException, GeneralSecurityException {
        assertThat(trusted("nothing", true)).isEmpty();
    }

    private static X509Certificate[] trusted(@Nullable String authorities, boolean insecure)
            throws IOException, GeneralSecurityException {
        ClientTls tls = ClientTls.of(authorities, insecure, null);
        assertThat(tls.keys()).isEmpty();
        return ((X509TrustManager) tls.trust().get(0)).getAcceptedIssuers();
    }
}
