package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.kubernetes.cluster.ServerCertificate;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of a kubeconfig have the effect that they have in {@code kubectl}, or are refused. */
class ClientSettingsTests extends AbstractConnectTests {

    @Test
    void requestWithServerNameAcceptsCertificateOfThatName() {
        ServerCertificate certificate = ServerCertificate.in(this.directory, "dns:api.e2e.test");
        try (TestCluster cluster = TestCluster.start(certificate)) {
            ask(cluster, "token: t", "tls-server-name: api.e2e.test\n" + trusting(certificate));

            assertThat(cluster.requests()).hasSize(1);
        }
    }

    @Test
    void requestWhenServerNameIsAnotherThrows() {
        ServerCertificate certificate = ServerCertificate.in(this.directory);
        try (TestCluster cluster = TestCluster.start(certificate)) {
            ApiServerException refused = catchThrowableOfType(
                    ApiServerException.class,
                    () -> ask(cluster, "token: t", "tls-server-name: api.e2e.test\n" + trusting(certificate)));

            assertThat(refused.kind()).isEqualTo(ApiServerException.Kind.UNTRUSTED);
            assertThat(refused)
                    .hasMessage("The API server of context 'kind-e2e' (server " + cluster.url()
                            + ") presents a certificate for another name: No name matching api.e2e.test found.\n"
                            + "Action: Set tls-server-name, in the kubeconfig's cluster, to a name of the certificate; or"
                            + " write the kubeconfig again, if the cluster was re-created.");
            assertThat(cluster.requests()).isEmpty();
        }
    }

    @Test
    void requestWhenVerificationIsSkippedAcceptsAnyCertificate() {
        ServerCertificate certificate = ServerCertificate.in(this.directory, "dns:api.e2e.test");
        try (TestCluster cluster = TestCluster.start(certificate)) {
            ask(cluster, "token: t", "insecure-skip-tls-verify: true");

            assertThat(cluster.requests()).hasSize(1);
        }
    }

    @Test
    void requestWithoutCredentialsNamesUser() {
        try (TestCluster cluster = TestCluster.start()) {
            cluster.troubles().requireToken("t");

            assertThat(catchThrowableOfType(ApiServerException.class, () -> ask(cluster, "{}", "")))
                    .hasMessage("The API server of context 'kind-e2e' (server " + cluster.url()
                            + ") received no credentials with the request to get services 'postgresql' in namespace e2e"
                            + " and took it for one of system:anonymous (403 Forbidden). The context has no credentials of "
                            + user() + ".\n"
                            + "Action: Log in again, or write the kubeconfig again (for example: kind export kubeconfig). A"
                            + " client certificate does not pass through a proxy that ends TLS. Check the credentials with:"
                            + " kubectl --context kind-e2e get pods");
        }
    }

    @Test
    void requestImpersonatesUserOfContext() {
        try (TestCluster cluster = TestCluster.start()) {
            ask(cluster, """
                    token: t
                    as: e2e
                    as-uid: "7"
                    as-groups: [testers]
                    as-user-extra: {team: [gateway]}
                    """, "");

            assertThat(cluster.lastHeader("Impersonate-User")).isEqualTo("e2e");
            assertThat(cluster.lastHeader("Impersonate-Uid")).isEqualTo("7");
            assertThat(cluster.lastHeader("Impersonate-Group")).isEqualTo("testers");
            assertThat(cluster.lastHeader("Impersonate-Extra-team")).isEqualTo("gateway");
        }
    }

    @Test
    void requestSendsPassword() {
        try (TestCluster cluster = TestCluster.start()) {
            ask(cluster, "username: me\npassword: secret", "");

            assertThat(cluster.lastHeader("Authorization")).isEqualTo("Basic bWU6c2VjcmV0");
        }
    }

    @Test
    void requestSendsTokenOfOpenIdConnect() {
        try (TestCluster cluster = TestCluster.start()) {
            ask(cluster, "auth-provider: {name: oidc, config: {id-token: a.b.c}}", "");

            assertThat(cluster.lastHeader("Authorization")).isEqualTo("Bearer a.b.c");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "socks5://127.0.0.1:1"})
    void requestGoesThroughProxy(String proxy) {
        ServerCertificate certificate = ServerCertificate.in(this.directory);
        try (TestCluster cluster = TestCluster.start(certificate)) {
            ApiServerException unreachable = catchThrowableOfType(
                    ApiServerException.class,
                    () -> ask(cluster, "token: t", "proxy-url: " + proxy + "\n" + trusting(certificate)));

            assertThat(unreachable.kind()).isEqualTo(ApiServerException.Kind.UNREACHABLE);
            assertThat(cluster.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                auth-provider: {name: gcp, config: {}} | | auth-provider 'gcp' was removed from kubectl in version 1.26; a credential plugin replaces it (gke-gcloud-auth-plugin for gcp, kubelogin for azure)
                as-groups: [testers] | | as-groups, as-uid and as-user-extra require as
                username: me | | username is set without password
                client-certificate-data: YQ== | | client-certificate and client-key must both be set
                token: t | proxy-url: https://proxy.example:3128 | proxy-url must begin with http:// or socks5://
                """)
    void connectWhenFieldCannotBeUsedNamesIt(String user, String clusterFields, String problem) {
        try (TestCluster cluster = TestCluster.start()) {
            assertThat(catchThrowableOfType(
                            KubeconfigException.class,
                            () -> ask(cluster, user, clusterFields == null ? "" : clusterFields)))
                    .hasMessage("Context 'kind-e2e' with " + user() + " cannot be used: " + problem
                            + ".\nAction: Check that it works with: kubectl --context kind-e2e get pods");
            assertThat(cluster.requests()).isEmpty();
        }
    }

    @Test
    void connectWhenTokenFileIsMissingNamesIt() {
        try (TestCluster cluster = TestCluster.start()) {
            assertThat(catchThrowableOfType(KubeconfigException.class, () -> ask(cluster, "tokenFile: absent", "")))
                    .hasMessage("Context 'kind-e2e' with " + user() + " cannot be used: NoSuchFileException: "
                            + this.directory.resolve("absent")
                            + ".\nAction: Check that it works with: kubectl --context kind-e2e get pods");
        }
    }
}
