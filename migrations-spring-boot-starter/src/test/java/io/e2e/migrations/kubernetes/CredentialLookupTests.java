package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.kubernetes.KubernetesSettings.SecretKeys;
import io.e2e.migrations.kubernetes.api.ApiObject;
import io.e2e.migrations.kubernetes.api.ApiServer;
import io.e2e.migrations.kubernetes.api.ClusterContext;
import io.e2e.migrations.kubernetes.api.ClusterEnvironment;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialLookupTests {

    private static final MigrationConfig DEFAULTS = MigrationConfig.defaults();

    @TempDir
    Path directory;

    private final TestCluster cluster = TestCluster.start();
    private ApiServer api;

    @BeforeEach
    void connect() {
        this.api = ClusterContext.choose(
                        this.cluster.kubeconfig(this.directory, "kind-e2e"),
                        null,
                        new ClusterEnvironment(Map.of(), this.directory, this.directory))
                .connect();
        put("Secret", "pg", "data: {POSTGRES_USER: YWxpY2U=, POSTGRES_PASSWORD: d29uZGVy, POSTGRES_DB: dGVh}");
        put("Secret", "only-password", "data: {postgres-password: d29uZGVy}");
        put("ConfigMap", "settings", "data: {POSTGRES_USER: bob, POSTGRES_DB: bobs, db: mapped}");
    }

    @AfterEach
    void close() {
        this.api.close();
        this.cluster.close();
    }

    @Test
    void lookupWhenRequestContainsPasswordUsesRequestOnly() {
        MigrationConfig config = DEFAULTS.withPostgresPassword(new Secret("given"));

        Credentials found = lookup(config, SecretKeys.named("pg")).withoutPod();

        assertThat(found)
                .isEqualTo(new Credentials(
                        "slm_user", new Secret("given"), "action_history", "e2e.migrations.postgres-password"));
        assertThat(this.cluster.requests()).isEmpty();
    }

    @Test
    void lookupWhenSecretIsNamedReadsIt() {
        assertThat(lookup(DEFAULTS, SecretKeys.named("pg")).withoutPod())
                .isEqualTo(new Credentials("alice", new Secret("wonder"), "tea", "Secret pg in namespace e2e"));
    }

    @Test
    void lookupWhenRequestNamesUserAndDatabasePrefersThem() {
        MigrationConfig config = DEFAULTS.withPostgresUser("carol").withPostgresDb("christmas");

        assertThat(lookup(config, SecretKeys.named("pg")).withoutPod())
                .isEqualTo(new Credentials("carol", new Secret("wonder"), "christmas", "Secret pg in namespace e2e"));
    }

    @Test
    void lookupWhenSecretContainsPasswordOnlyKeepsDefaults() {
        SecretKeys keys = SecretKeys.named("only-password").withPasswordKey("postgres-password");

        assertThat(lookup(DEFAULTS, keys).withoutPod())
                .isEqualTo(new Credentials(
                        "slm_user", new Secret("wonder"), "action_history", "Secret only-password in namespace e2e"));
    }

    @Test
    void lookupReadsConfiguredKeys() {
        put("Secret", "other", "data: {u: YWxpY2U=, p: d29uZGVy, d: dGVh}");
        SecretKeys keys = new SecretKeys("other", "u", "p", "d");

        assertThat(lookup(DEFAULTS, keys).withoutPod())
                .isEqualTo(new Credentials("alice", new Secret("wonder"), "tea", "Secret other in namespace e2e"));
    }

    @Test
    void lookupWhenSecretDoesNotExistListsSecrets() {
        CredentialLookup lookup = lookup(DEFAULTS, SecretKeys.named("postgres"));

        assertThatThrownBy(lookup::withoutPod)
                .isInstanceOf(NotInNamespaceException.class)
                .hasMessage("There is no Secret 'postgres' in namespace e2e. Secrets there: only-password, pg.\n"
                        + "Action: Correct e2e.migrations.kubernetes.secret, or set"
                        + " e2e.migrations.postgres-password.");
    }

    @Test
    void lookupWhenSecretsMayNotBeListedSaysSo() {
        this.cluster.troubles().forbid("list", "secrets");
        CredentialLookup lookup = lookup(DEFAULTS, SecretKeys.named("postgres"));

        assertThatThrownBy(lookup::withoutPod)
                .hasMessage("There is no Secret 'postgres' in namespace e2e. Secrets there cannot be listed with these"
                        + " credentials.\n"
                        + "Action: Correct e2e.migrations.kubernetes.secret, or set"
                        + " e2e.migrations.postgres-password.");
    }

    @Test
    void lookupWhenSecretLacksPasswordListsKeys() {
        CredentialLookup lookup = lookup(DEFAULTS, SecretKeys.named("only-password"));

        assertThatThrownBy(lookup::withoutPod)
                .isInstanceOf(NotInNamespaceException.class)
                .hasMessage("There is no key 'POSTGRES_PASSWORD' in Secret only-password in namespace e2e. Keys there:"
                        + " postgres-password.\n"
                        + "Action: Name the password's key in e2e.migrations.kubernetes.secret-password-key.");
    }

    @Test
    void podVariablesWhenRepeatedUseLastOne() {
        assertThat(fromPod("""
                        env:
                          - {name: POSTGRES_USER, value: first}
                          - {name: POSTGRES_PASSWORD, value: secret}
                          - {name: POSTGRES_DB, value: d}
                          - {name: POSTGRES_USER, value: last}
                        """))
                .as("the later of two equal names wins, as in the kubelet")
                .isEqualTo(new Credentials(
                        "last", new Secret("secret"), "d", "the environment of container postgres in pod pg-0"));
    }

    @Test
    void podVariablesFollowReferencesToKeys() {
        Credentials found = fromPod("""
                env:
                  - {name: POSTGRES_USER, valueFrom: {secretKeyRef: {name: pg, key: POSTGRES_USER}}}
                  - {name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: only-password, key: postgres-password}}}
                  - {name: POSTGRES_DB, valueFrom: {configMapKeyRef: {name: settings, key: db}}}
                """);

        assertThat(List.of(found.user(), found.password().value(), found.database()))
                .containsExactly("alice", "wonder", "mapped");
    }

    @Test
    void podVariablesFromWholeSourcesPreferLaterOne() {
        Credentials found = fromPod("""
                envFrom:
                  - {secretRef: {name: pg}}
                  - {configMapRef: {name: settings}}
                """);

        assertThat(List.of(found.user(), found.password().value(), found.database()))
                .containsExactly("bob", "wonder", "bobs");
        assertThat(this.cluster.requests())
                .filteredOn(request -> request.equals("get secrets pg"))
                .as("each Secret is asked for once")
                .hasSize(1);
    }

    @Test
    void podVariablesPreferSingleVariableToWholeSource() {
        Credentials found = fromPod("""
                env: [{name: POSTGRES_USER, value: single}]
                envFrom: [{secretRef: {name: pg}}]
                """);

        assertThat(found.user()).isEqualTo("single");
    }

    @Test
    void podVariablesRespectPrefixOfSource() {
        put("Secret", "prefixed", "data: {PASSWORD: d29uZGVy, USER: YWxpY2U=}");

        Credentials found = fromPod("envFrom: [{prefix: POSTGRES_, secretRef: {name: prefixed}}]");

        assertThat(List.of(found.user(), found.password().value())).containsExactly("alice", "wonder");
    }

    @Test
    void podVariablesWhenIncompleteAreCompletedAsByOfficialImage() {
        Credentials onlyPassword = fromPod("env: [{name: POSTGRES_PASSWORD, value: p}]");
        Credentials noDatabase =
                fromPod("env: [{name: POSTGRES_PASSWORD, value: p}, {name: POSTGRES_USER, value: dave}]");

        assertThat(List.of(onlyPassword.user(), onlyPassword.database())).containsExactly("postgres", "postgres");
        assertThat(List.of(noDatabase.user(), noDatabase.database())).containsExactly("dave", "dave");
    }

    @Test
    void podVariablesWhenNoneAreSetFallBackToRequest() {
        assertThat(fromPod("image: postgres"))
                .isEqualTo(new Credentials(
                        "slm_user",
                        new Secret(""),
                        "action_history",
                        "the environment of container postgres in pod pg-0"));
    }

    @Test
    void podVariablesHaveConfiguredNames() {
        SecretKeys keys = new SecretKeys(null, "PGUSER", "PGPASS", "PGDATABASE");

        Credentials found = lookup(DEFAULTS, keys)
                .of(
                        pod("env: [{name: PGUSER, value: u}, {name: PGPASS, value: p}, {name: PGDATABASE, value: d}]"),
                        5432);

        assertThat(List.of(found.user(), found.password().value(), found.database()))
                .containsExactly("u", "p", "d");
    }

    @Test
    void podVariablesAreThoseOfContainerWithPort() {
        ApiObject pod = TestCluster.object("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: pg-0, namespace: e2e}
                        spec:
                          containers:
                            - {name: proxy, ports: [{containerPort: 80}]}
                            - name: database
                              ports: [{containerPort: 5432}]
                              env: [{name: POSTGRES_PASSWORD, value: right}]
                        """);

        Credentials found = lookup(DEFAULTS, SecretKeys.defaults()).of(pod, 5432);

        assertThat(found.source()).isEqualTo("the environment of container database in pod pg-0");
        assertThat(found.password().value()).isEqualTo("right");
    }

    @Test
    void podVariablesWhenOptionalReferenceIsMissingAreNotSet() {
        Credentials found = fromPod("""
                env:
                  - {name: POSTGRES_PASSWORD, value: p}
                  - {name: POSTGRES_USER, valueFrom: {secretKeyRef: {name: gone, key: u, optional: true}}}
                  - {name: POSTGRES_DB, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                envFrom: [{secretRef: {name: gone, optional: true}}]
                """);

        assertThat(List.of(found.user(), found.database())).containsExactly("postgres", "postgres");
    }

    @Test
    void podVariablesWhenRequiredSecretIsMissingNameIt() {
        assertThatThrownBy(() -> fromPod(
                        "env: [{name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: gone, key: password}}}]"))
                .isInstanceOf(NotInNamespaceException.class)
                .hasMessage("""
                        There is no Secret 'gone' in namespace e2e. Secrets there: only-password, pg.
                        Action: Correct e2e.migrations.kubernetes.secret, or set \
                        e2e.migrations.postgres-password.""");
    }

    private Credentials fromPod(String container) {
        return lookup(DEFAULTS, SecretKeys.defaults()).of(pod(container), 5432);
    }

    private static ApiObject pod(String container) {
        return TestCluster.object("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: pg-0, namespace: e2e}
                        spec:
                          containers:
                            - name: postgres
                        """ + container.indent(6));
    }

    private CredentialLookup lookup(MigrationConfig config, SecretKeys keys) {
        return new CredentialLookup(config.databaseRequest(), keys, this.api, "e2e");
    }

    private void put(String kind, String name, String data) {
        TestCluster.objects(
                        "apiVersion: v1\nkind: " + kind + "\nmetadata: {name: " + name + ", namespace: e2e}\n" + data)
                .forEach(this.cluster::put);
    }
}
