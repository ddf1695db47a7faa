package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.kubernetes.cluster.ServerCertificate;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plugins are shell scripts beside the kubeconfig; the API server accepts one token. */
class CredentialPluginTests extends AbstractConnectTests {

    private static final String EXEC = """
            exec:
              apiVersion: client.authentication.k8s.io/v1
              interactiveMode: IfAvailable
              command: ./plugin
            """;

    private static final String CHECK = " Check that it works with: kubectl --context kind-e2e get pods";

    private final TestCluster cluster = TestCluster.start();

    @BeforeEach
    void requireToken() {
        this.cluster.troubles().requireToken("accepted");
    }

    @AfterEach
    void close() {
        this.cluster.close();
    }

    @Test
    void connectWhenPluginWarnsUsesItsToken() {
        plugin("echo 'WARNING: your session ends soon' >&2", answer("\"token\": \"accepted\""), "echo 'bye' >&2");

        ask(this.cluster, EXEC, "");

        assertThat(this.cluster.lastHeader("Authorization")).isEqualTo("Bearer accepted");
    }

    @Test
    void connectWhenPluginFailsShowsItsWords() {
        plugin("echo 'not this'", "echo 'error: token=hunter2 has expired' >&2; exit 3");

        assertThat(fail(EXEC))
                .hasMessage(plugin() + " ended with exit code 3:\n"
                        + "    error: token=… has expired\n"
                        + "Action: Log in again, as the plugin says." + CHECK);
    }

    @Test
    void connectWhenPluginIsMissingShowsInstallHint() {
        String exec =
                EXEC.replace("./plugin", "no-such-plugin") + "  installHint: |\n    Run brew install no-such-plugin.\n";

        assertThat(fail(exec))
                .hasMessage("The credential plugin 'no-such-plugin' of " + user()
                        + " is not installed: there is no such program on the PATH of the tests.\n"
                        + "Action: Install it:\nRun brew install no-such-plugin.\n" + CHECK);
    }

    @Test
    void connectWhenPluginsFileIsMissingNamesIt() {
        CredentialPluginException missing = fail(EXEC);

        assertThat(missing.command()).isEqualTo(this.directory.resolve("plugin").toString());
        assertThat(missing)
                .hasMessage(plugin() + " is not installed: this file cannot be executed.\nAction: Install it." + CHECK);
    }

    @Test
    void requestWhenTokenHasExpiredRunsPluginAgain() throws IOException {
        plugin(
                "echo run >> runs",
                answer("\"token\": \"accepted\", \"expirationTimestamp\": \"2026-01-01T00:00:00+01:00\""));

        try (ApiServer api = connect(this.cluster, EXEC, "")) {
            find(api);
            find(api);
        }

        assertThat(runs()).hasSize(3);
    }

    @Test
    void requestWhenTokenIsRefusedRunsPluginAgain() throws IOException {
        plugin("echo run >> runs", answer("\"token\": \"$(cat token)\""));
        Files.writeString(this.directory.resolve("token"), "accepted");

        try (ApiServer api = connect(this.cluster, EXEC, "")) {
            find(api);
            this.cluster.troubles().requireToken("another");
            Files.writeString(this.directory.resolve("token"), "another");
            find(api);
            find(api);
        }

        assertThat(runs()).hasSize(2);
    }

    @Test
    void requestWhenNewTokenIsRefusedTooThrows() {
        plugin(answer("\"token\": \"wrong\""));

        assertThat(catchThrowableOfType(ApiServerException.class, () -> ask(this.cluster, EXEC, "")))
                .hasMessage("The API server of context 'kind-e2e' (server " + this.cluster.url()
                        + ") does not accept the credential plugin '" + this.directory.resolve("plugin") + "' of "
                        + user() + " (401 Unauthorized).\n"
                        + "Action: Log in again, because the token or certificate may have expired, or write the"
                        + " kubeconfig again. Check the credentials with: kubectl --context kind-e2e get pods");
    }

    @Test
    void connectWhenPluginPrintsCertificateUsesIt() throws IOException {
        ServerCertificate server = ServerCertificate.in(this.directory);
        ServerCertificate client = ServerCertificate.ofClient(this.directory, "EC");
        String pair = new KubernetesSerialization()
                .asJson(Map.of(
                        "clientCertificateData", Files.readString(client.authority()),
                        "clientKeyData", ClientKeyTests.pkcs8(client.key())));
        plugin(answer(pair.substring(1, pair.length() - 1).replace("\\", "\\\\")));
        try (TestCluster secured = TestCluster.start(server, client)) {
            secured.troubles().requireToken("none");

            ask(secured, EXEC, trusting(server));

            assertThat(secured.requests()).containsExactly("get services postgresql");
        }
    }

    @Test
    void pluginIsToldWhatKubectlTells() throws IOException {
        plugin(
                "printf '%s' \"$KUBERNETES_EXEC_INFO\" > told; printf '%s' \"$1 $GREETING\" > given; cat >> given",
                answer("\"token\": \"accepted\""));
        String exec = EXEC + "  args: [login]\n  env: [{name: GREETING, value: hello}]\n  provideClusterInfo: true\n";

        ask(this.cluster, exec, "extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: e2e}}]");

        assertThat(this.directory.resolve("given")).hasContent("login hello");
        assertThat(this.directory.resolve("told"))
                .hasContent("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"spec\":"
                        + "{\"interactive\":false,\"cluster\":{\"server\":\"" + this.cluster.url()
                        + "\",\"config\":{\"audience\":\"e2e\"}}}}");
    }

    @Test
    void connectWhenUserHasTokenTooRunsNoPlugin() {
        plugin("echo run >> runs");

        ask(this.cluster, "token: accepted\n" + EXEC, "");

        assertThat(this.directory.resolve("runs")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                echo surprise                                                             | did not print an ExecCredential.
                echo '{"'                                                                 | did not print an ExecCredential.
                true                                                                      | did not print an ExecCredential.
                echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v2"}' | printed an ExecCredential of apiVersion client.authentication.k8s.io/v2, but the kubeconfig has client.authentication.k8s.io/v1.
                echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1"}' | printed neither a token nor a client certificate.
                echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", "status": {"clientKeyData": "x"}}' | printed a client certificate without a key, or a key alone.
                echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", "status": {"token": "x", "expirationTimestamp": "soon"}}' | printed an expirationTimestamp that is no time of RFC 3339.
                echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", "status": {"clientCertificateData": "x", "clientKeyData": "x"}}' | printed credentials that cannot be used: the client certificate contains no PEM block CERTIFICATE.
                """)
    void connectWhenPluginPrintsSomethingElseThrows(String script, String problem) {
        plugin(script);

        assertThat(fail(EXEC)).hasMessage(plugin() + " " + problem + "\nAction: Update the plugin." + CHECK);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1} | has apiVersion client.authentication.k8s.io/v1alpha1; it must be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1.
                exec: {command: x, apiVersion: client.authentication.k8s.io/v1} | has no interactiveMode, which client.authentication.k8s.io/v1 requires.
                exec: {command: x, apiVersion: client.authentication.k8s.io/v1beta1, interactiveMode: Always} | has interactiveMode Always, but tests have no terminal.
                """)
    void connectWhenPluginIsMisconfiguredThrows(String exec, String problem) {
        assertThat(fail(exec))
                .hasMessage("The credential plugin 'x' of " + user() + " " + problem
                        + "\nAction: Correct the user's entry 'exec' in the kubeconfig." + CHECK);
    }

    @Test
    void runWhenPluginDoesNotEndKillsIt() {
        plugin("sleep 600");
        AuthInfo info = new AuthInfo();
        ExecConfig exec = new ExecConfig();
        exec.setApiVersion("client.authentication.k8s.io/v1beta1");
        exec.setCommand(this.directory.resolve("plugin").toString());
        info.setExec(exec);
        CredentialPlugin plugin = new CredentialPlugin(
                "kind-e2e", new Cluster(), new ClusterUser("user 'test'", info), Duration.ofMillis(1));

        assertThat(catchThrowableOfType(CredentialPluginException.class, plugin::run))
                .hasMessage("The credential plugin '" + exec.getCommand() + "' of user 'test' did not end within 0 s.\n"
                        + "Action: It may wait for a login; tests have no terminal for that. Log in with kubectl first."
                        + CHECK);
    }

    private CredentialPluginException fail(String exec) {
        CredentialPluginException failure =
                catchThrowableOfType(CredentialPluginException.class, () -> ask(this.cluster, exec, ""));
        assertThat(this.cluster.requests()).isEmpty();
        return failure;
    }

    /** The plugin as messages name it. */
    private String plugin() {
        return "The credential plugin '" + this.directory.resolve("plugin") + "' of " + user();
    }

    private List<String> runs() throws IOException {
        return Files.readAllLines(this.directory.resolve("runs"));
    }

    private void plugin(String... lines) {
        script("plugin", "cd " + this.directory + "\n" + String.join("\n", lines) + "\n");
    }

    /** A command that prints an ExecCredential with this status. */
    private static String answer(String status) {
        return "cat <<END\n{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": \"ExecCredential\", \"status\": {"
                + status + "}}\nEND";
    }
}
