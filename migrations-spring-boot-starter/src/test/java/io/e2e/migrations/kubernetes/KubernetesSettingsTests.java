package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.kubernetes.KubernetesSettings.Access;
import io.e2e.migrations.kubernetes.KubernetesSettings.SecretKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesSettingsTests {

    @Test
    void defaultsAreCurrentContextTunnelAndOneMinute() {
        assertThat(KubernetesSettings.defaults())
                .isEqualTo(new KubernetesSettings(
                        null,
                        List.of(),
                        Access.TUNNEL,
                        Duration.ofMinutes(1),
                        new SecretKeys(null, "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB")));
    }

    @Test
    void constructorCopiesAllowedContexts() {
        List<String> allowed = new ArrayList<>(List.of("ci-*"));
        KubernetesSettings settings =
                new KubernetesSettings(null, allowed, Access.TUNNEL, Duration.ofSeconds(1), SecretKeys.defaults());

        allowed.clear();

        assertThat(settings.allowedContexts()).containsExactly("ci-*");
    }

    @Test
    void blankNameMeansNone() {
        assertThat(KubernetesSettings.defaults().withContext(" ").context()).isNull();
        assertThat(SecretKeys.named("").name()).isNull();
    }

    @Test
    void constructorWhenValueIsInvalidThrows() {
        assertThatThrownBy(() -> KubernetesSettings.defaults().withReadyTimeout(Duration.ZERO))
                .hasMessage("ready-timeout must be positive, not PT0S");
        assertThatThrownBy(() -> SecretKeys.defaults().withPasswordKey(" "))
                .hasMessage("secret-password-key must not be blank");
    }

    @Test
    void withMethodsChangeOneComponentEach() {
        KubernetesSettings changed = KubernetesSettings.defaults()
                .withContext("kind-e2e")
                .withAllowedContexts("ci-*")
                .withAccess(Access.SERVICE)
                .withReadyTimeout(Duration.ofMinutes(3))
                .withSecret(SecretKeys.named("pg")
                        .withUserKey("user")
                        .withPasswordKey("password")
                        .withDatabaseKey("db"));

        assertThat(changed)
                .isEqualTo(new KubernetesSettings(
                        "kind-e2e",
                        List.of("ci-*"),
                        Access.SERVICE,
                        Duration.ofMinutes(3),
                        new SecretKeys("pg", "user", "password", "db")));
    }
}
