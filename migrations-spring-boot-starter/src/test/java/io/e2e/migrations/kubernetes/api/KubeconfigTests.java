package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTests {

    private static final String ONE = """
            current-context: kind-one
            contexts:
              - {name: kind-one, context: {cluster: c, user: u}}
              - {name: kind-other, context: {cluster: elsewhere, user: u}}
            clusters: [{name: c, cluster: {server: "https://one:6443"}}]
            users: [{name: u, user: {token: one}}]
            """;

    private static final String TWO = """
            current-context: kind-two
            contexts:
              - {name: kind-two, context: {cluster: c, user: u}}
            clusters:
              - {name: c, cluster: {server: "https://two:6443"}}
              - {name: elsewhere, cluster: {server: "https://elsewhere:6443"}}
            users: [{name: u, user: {token: two}}]
            """;

    @TempDir
    Path home;

    @Test
    void chooseUsesCurrentContextOfDefaultFile() throws IOException {
        write(".kube/config", ONE);

        assertThat(choose(null, null, Map.of()).name()).isEqualTo(new ClusterName("kind-one", "https://one:6443"));
    }

    @Test
    void chooseWhenContextIsNamedUsesIt() throws IOException {
        write(".kube/config", TWO);
        Path file = write("both", ONE.replace("elsewhere", "c"));

        assertThat(choose(file, "kind-other", Map.of()).name().context()).isEqualTo("kind-other");
    }

    @Test
    void chooseWhenFileIsNamedPrefersIt() throws IOException {
        write(".kube/config", ONE);
        Path variable = write("variable", ONE);
        Path named = write("named", TWO);

        assertThat(choose(named, null, Map.of("KUBECONFIG", variable.toString()))
                        .name()
                        .context())
                .isEqualTo("kind-two");
    }

    @Test
    void chooseExpandsHomeDirectory() throws IOException {
        write("clusters/e2e", TWO);

        assertThat(choose(Path.of("~/clusters/e2e"), null, Map.of()).name().context())
                .isEqualTo("kind-two");
    }

    @Test
    void chooseMergesFilesOfVariableAndFirstWins() throws IOException {
        String list = write("one", ONE)
                + File.pathSeparator
                + this.home.resolve("missing")
                + File.pathSeparator
                + write("two", TWO);

        assertThat(choose(null, null, Map.of("KUBECONFIG", list)).name())
                .isEqualTo(new ClusterName("kind-one", "https://one:6443"));
        assertThat(choose(null, "kind-two", Map.of("KUBECONFIG", list)).name())
                .as("its cluster is defined by the first file too")
                .isEqualTo(new ClusterName("kind-two", "https://one:6443"));
        assertThat(choose(null, "kind-other", Map.of("KUBECONFIG", list)).name())
                .as("its cluster is defined by the second file only")
                .isEqualTo(new ClusterName("kind-other", "https://elsewhere:6443"));
    }

    @Test
    void chooseAcceptsListAsPath() throws IOException {
        Path list = Path.of(write("one", ONE) + File.pathSeparator + write("two", TWO));

        assertThat(choose(list, "kind-two", Map.of()).name().context()).isEqualTo("kind-two");
    }

    @Test
    void clientReadsTokenFileBesideKubeconfigForEveryRequest() throws IOException {
        Path file = write("clusters/config", """
                current-context: kind-x
                contexts: [{name: kind-x, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "http://x:1"}}]
                users: [{name: u, user: {tokenFile: token}}]
                """);
        write("clusters/token", "old\n");
        try (ClusterClient client = choose(file, null, Map.of()).client()) {
            OAuthTokenProvider tokens = client.get().config().getOauthTokenProvider();
            assertThat(tokens.getToken()).isEqualTo("old");

            write("clusters/token", "new\n");

            assertThat(tokens.getToken()).isEqualTo("new");
        }
    }

    @Test
    void clientImpersonatesUserOfContext() throws IOException {
        Path file = write("config", ONE.replace("{token: one}", "{token: one, as: e2e, as-groups: [testers]}"));

        try (ClusterClient client = choose(file, null, Map.of()).client()) {
            assertThat(client.get().config().getImpersonateUsername()).isEqualTo("e2e");
            assertThat(client.get().config().getImpersonateGroups()).containsExactly("testers");
        }
    }

    @Test
    void clientIgnoresSystemProperties() throws IOException {
        Path file = write("config", ONE);
        System.setProperty("kubernetes.master", "https://somewhere.else:6443");
        try (ClusterClient client = choose(file, null, Map.of()).client()) {
            assertThat(client.get().base()).isEqualTo("https://one:6443");
        } finally {
            System.clearProperty("kubernetes.master");
        }
    }

    @Test
    void chooseWhenThereIsNoKubeconfigUsesServiceAccountOfPod() throws IOException {
        write("account/token", "mounted");
        Map<String, String> variables =
                Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "443");

        ClusterContext context = choose(null, null, variables);

        assertThat(context.name()).isEqualTo(new ClusterName("in-cluster", "https://10.96.0.1:443"));
        assertThat(ContextGuard.check(context, List.of())).isSameAs(context);
    }

    @Test
    void choosePrefersKubeconfigToServiceAccount() throws IOException {
        write("account/token", "mounted");
        write(".kube/config", ONE);
        Map<String, String> variables =
                Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "443");

        assertThat(choose(null, null, variables).name().context()).isEqualTo("kind-one");
    }

    @Test
    void chooseWhenThereIsNoKubeconfigNamesSearchedFile() {
        KubeconfigException missing =
                catchThrowableOfType(KubeconfigException.class, () -> choose(null, null, Map.of()));

        assertThat(missing.files()).containsExactly(this.home.resolve(".kube/config"));
        assertThat(missing)
                .hasMessage("There is no kubeconfig that names a Kubernetes cluster: " + this.home
                        + "/.kube/config does not exist (KUBECONFIG is not set).\n"
                        + "Action: Create a cluster (for example: kind create cluster), or name the file in"
                        + " e2e.migrations.kubeconfig-path.");
    }

    @Test
    void chooseWhenNamedFilesDoNotExistThrows() {
        Path named = Path.of(this.home + "/a" + File.pathSeparator + this.home + "/b");

        KubeconfigException missing =
                catchThrowableOfType(KubeconfigException.class, () -> choose(named, null, Map.of()));

        assertThat(missing)
                .hasMessage("There is no kubeconfig that names a Kubernetes cluster: " + this.home + "/a, "
                        + this.home + "/b do not exist (from e2e.migrations.kubeconfig-path).\n"
                        + "Action: Create a cluster (for example: kind create cluster), or name the file in"
                        + " e2e.migrations.kubeconfig-path.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "current-context: [hunter2, closed",
                "users: [{name: u, user: hunter2}]",
                "users:\n- name: u\n  user: {token: 'hunter2}\n",
                "users: [{name: u, user: {exec: {command: x, args: {token: hunter2}}}}]"
            })
    void chooseWhenFileIsMalformedSaysWhereAndQuotesNothing(String content) throws IOException {
        Path file = write("config", content);

        KubeconfigException malformed =
                catchThrowableOfType(KubeconfigException.class, () -> choose(file, null, Map.of()));

        assertThat(malformed.problem())
                .matches("\\QThe kubeconfig " + file
                        + " cannot be read: it is not a kubeconfig in YAML\\E(, from line \\d" + " on)?\\.");
        assertThat(malformed.remedy()).isEqualTo("Check the file with: kubectl config view --kubeconfig " + file);
        assertThat(malformed).hasNoCause();
    }

    @Test
    void chooseWhenContextDoesNotExistListsContexts() throws IOException {
        Path file = write("config", ONE);

        KubeconfigException unknown =
                catchThrowableOfType(KubeconfigException.class, () -> choose(file, "kind-e2e", Map.of()));

        assertThat(unknown.contexts()).containsExactly("kind-one", "kind-other");
        assertThat(unknown)
                .hasMessage(
                        "The kubeconfig " + file + " has no context 'kind-e2e'. Its contexts: kind-one, kind-other.\n"
                                + "Action: Correct e2e.migrations.kubernetes.context, or create the cluster that it names.");
    }

    @Test
    void chooseWhenNoContextIsCurrentThrows() throws IOException {
        Path file = write("config", "contexts: []\n");

        KubeconfigException none = catchThrowableOfType(KubeconfigException.class, () -> choose(file, null, Map.of()));

        assertThat(none)
                .hasMessage("The kubeconfig " + file + " has no current context. It contains no contexts.\n"
                        + "Action: Choose one with e2e.migrations.kubernetes.context, or with: kubectl config use-context"
                        + " NAME");
    }

    @Test
    void chooseWhenContextIsIncompleteNamesMissingPart() throws IOException {
        Path file = write("config", ONE);

        KubeconfigException incomplete =
                catchThrowableOfType(KubeconfigException.class, () -> choose(file, "kind-other", Map.of()));

        assertThat(incomplete)
                .hasMessage("Context 'kind-other' of the kubeconfig " + file
                        + " is incomplete: its cluster 'elsewhere' has no server.\n"
                        + "Action: Write the kubeconfig again (for example: kind export kubeconfig), or choose another"
                        + " context with e2e.migrations.kubernetes.context.");
    }

    @Test
    void clientWhenCertificateIsMissingNamesPathBesideKubeconfig() throws IOException {
        Path file = write(
                "clusters/config",
                ONE.replace("https://one:6443\"", "https://one:6443\", certificate-authority: ../pki/ca.crt"));

        KubeconfigException unusable = catchThrowableOfType(
                KubeconfigException.class, () -> choose(file, null, Map.of()).client());

        assertThat(unusable)
                .hasMessage("Context 'kind-one' with user 'u' in " + file + " cannot be used: NoSuchFileException: "
                        + this.home + "/pki/ca.crt.\n"
                        + "Action: Check that it works with: kubectl --context kind-one get pods");
    }

    @Test
    void identityDependsOnClusterAndUser() throws IOException {
        String list = write("one", ONE) + File.pathSeparator + write("two", TWO);
        Map<String, String> variables = Map.of("KUBECONFIG", list);

        assertThat(choose(null, "kind-one", variables).identity())
                .isEqualTo(choose(null, "kind-one", variables).identity())
                .isNotEqualTo(choose(null, "kind-other", variables).identity())
                .doesNotContain("one");
    }

    private ClusterContext choose(Path named, String context, Map<String, String> variables) {
        return ClusterContext.choose(
                named, context, new ClusterEnvironment(variables, this.home, this.home.resolve("account")));
    }

    private Path write(String name, String text) throws IOException {
        Path file = this.home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
