package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import org.junit.jupiter.api.AfterEach;

/** A {@link Scene} in which something cannot go well. None of it is waited for, and nothing stays open. */
abstract class FailingScene extends SceneOfATest {

    @AfterEach
    void nothingWasWaitedForNorLeftOpen() {
        assertThat(this.scene.time.passed()).isZero();
        assertThat(this.scene.links.open()).isZero();
    }

    <T extends Throwable> T fail(Class<T> type, MigrationConfig config) {
        KubernetesAccess access = this.scene.access(KubernetesSettings.defaults());
        return catchThrowableOfType(type, () -> access.open(config.databaseRequest()));
    }

    String cluster() {
        return "context 'kind-e2e' (server " + this.scene.cluster.url() + ")";
    }
}
