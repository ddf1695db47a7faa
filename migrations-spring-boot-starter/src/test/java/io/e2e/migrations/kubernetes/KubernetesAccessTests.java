package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.Sql;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class KubernetesAccessTests extends AbstractKubernetesTests {

    @Test
    void openConnectsToPostgresInPod() throws SQLException {
        try (TargetDatabase database = this.fixture.open()) {
            assertThat(Sql.value(database, "SELECT current_database()"))
                    .isEqualTo(this.fixture.direct().database());
        }
    }

    @Test
    void descriptionNamesServicePodAndPort() {
        try (TargetDatabase database = this.fixture.open()) {
            DatabaseAddress address = database.address().orElseThrow();

            assertThat(address.host()).isEqualTo("127.0.0.1");
            assertThat(database.description())
                    .isEqualTo("PostgreSQL in Kubernetes, service postgresql in namespace e2e (context kind-e2e), pod"
                            + " postgresql-0, through 127.0.0.1:" + address.port());
        }
    }

    @Test
    void openAndFirstConnectionSendNecessaryRequestsOnly() throws SQLException {
        try (TargetDatabase database = this.fixture.open()) {
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
            assertThat(this.fixture.cluster().requests())
                    .containsExactly(
                            "get services postgresql",
                            "list pods",
                            "get secrets postgresql",
                            "create pods/portforward postgresql-0");
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
            assertThat(this.fixture.cluster().requests())
                    .hasSize(6)
                    .endsWith("list pods", "create pods/portforward postgresql-0");
        }
    }
}
