package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigReaderTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "contexts: null", "{contexts: [], clusters: , users: []}"})
    void readWhenFieldsAreMissingFindsNothing(String yaml) {
        Config config = read(yaml);

        assertThat(config.getCurrentContext()).isNull();
        assertThat(config.getContexts()).isEmpty();
        assertThat(config.getClusters()).isEmpty();
        assertThat(config.getUsers()).isEmpty();
    }

    @Test
    void readWhenNamedItemIsEmptyHasOnlyItsName() {
        Config config = read("{contexts: [{name: a}], clusters: [{name: b, cluster: null}], users: [{name: c}]}");

        assertThat(config.getContexts().get(0).getName()).isEqualTo("a");
        assertThat(config.getContexts().get(0).getContext()).isNull();
        assertThat(config.getClusters().get(0).getCluster()).isNull();
        assertThat(config.getUsers().get(0).getUser()).isNull();
    }

    @Test
    void readWhenUserHasNoFieldsHasEmptyLists() {
        AuthInfo user = user("{}");

        assertThat(user.getToken()).isNull();
        assertThat(user.getExec()).isNull();
        assertThat(user.getAuthProvider()).isNull();
        assertThat(user.getAsGroups()).isEmpty();
        assertThat(user.getAsUserExtra()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true,true", "True,true", "'\"true\"',true", "false,false", "'',"})
    void readWhenFieldIsBooleanReadsIt(String yaml, Boolean expected) {
        Cluster cluster = read("clusters: [{name: c, cluster: {insecure-skip-tls-verify: " + yaml + "}}]")
                .getClusters()
                .get(0)
                .getCluster();

        assertThat(cluster.getInsecureSkipTlsVerify()).isEqualTo(expected);
    }

    @Test
    void readWhenTextLooksLikeNumberOrBooleanKeepsIt() {
        AuthInfo user = user("{token: 1234, username: true, as-groups: [7, x], as-user-extra: {team: [8]}}");

        assertThat(user.getToken()).isEqualTo("1234");
        assertThat(user.getUsername()).isEqualTo("true");
        assertThat(user.getAsGroups()).containsExactly("7", "x");
        assertThat(user.getAsUserExtra()).isEqualTo(Map.of("team", List.of("8")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret-text",
                "[secret-text]",
                "contexts: secret-text",
                "contexts: {name: secret-text}",
                "contexts: [secret-text]",
                "contexts: [{name: a, context: secret-text}]",
                "clusters: [{name: a, cluster: {server: [secret-text]}}]",
                "users: [{name: a, user: {token: {secret-text: b}}}]",
                "users: [{name: a, user: {exec: secret-text}}]",
                "users: [{name: a, user: {as-groups: secret-text}}]"
            })
    void readWhenFieldHasAnotherTypeThrowsWithoutItsValue(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOfAny(ClassCastException.class, IllegalArgumentException.class)
                .message()
                .doesNotContain("secret-text");
    }

    private static AuthInfo user(String fields) {
        return read("users: [{name: u, user: " + fields + "}]")
                .getUsers()
                .get(0)
                .getUser();
    }

    private static Config read(String yaml) {
        return KubeconfigReader.read(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
