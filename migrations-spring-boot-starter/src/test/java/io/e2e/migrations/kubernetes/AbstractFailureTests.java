package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import org.junit.jupiter.api.AfterEach;

/** Tests of failures that no wait can remove, so none is waited for and nothing stays open. */
public abstract class AbstractFailureTests extends AbstractKubernetesTests {

    @AfterEach
    void assertNoWaitAndNothingOpen() {
        assertThat(this.fixture.time().passed()).isZero();
        assertThat(this.fixture.openConnections()).isZero();
    }

    protected <T extends Throwable> T fail(Class<T> type, MigrationConfig config) {
        KubernetesAccess access = this.fixture.access(KubernetesSettings.defaults());
        return catchThrowableOfType(type, () -> access.open(config.databaseRequest()));
    }

    protected String cluster() {
        return "context 'kind-e2e' (server " + this.fixture.cluster().url() + ")";
    }
}
