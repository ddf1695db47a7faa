package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.kubernetes.api.ApiObject;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import org.junit.jupiter.api.Test;

class PostgresPortTests {

    private static final ApiObject POD = read("""
            apiVersion: v1
            kind: Pod
            metadata: {name: pg-0, namespace: e2e}
            spec:
              containers:
                - {name: metrics, ports: [{name: http, containerPort: 9187}]}
                - {name: postgres, ports: [{name: db, containerPort: 5433}, {containerPort: 8008}]}
            """);

    @Test
    void inPodWhenTargetPortIsNumberReturnsIt() {
        assertThat(PostgresPort.inPod(service("[{port: 5432, targetPort: 15432}]"), POD))
                .isEqualTo(15432);
    }

    @Test
    void inPodWhenTargetPortIsNotSetReturnsPortOfService() {
        assertThat(PostgresPort.inPod(service("[{port: 6000}]"), POD)).isEqualTo(6000);
    }

    @Test
    void inPodWhenTargetPortIsNameLooksItUpInContainers() {
        assertThat(PostgresPort.inPod(service("[{port: 5432, targetPort: db}]"), POD))
                .isEqualTo(5433);
    }

    @Test
    void inPodWhenNameDoesNotExistListsPortsOfPod() {
        ApiObject service = service("[{port: 5432, targetPort: postgres}]");

        assertThatThrownBy(() -> PostgresPort.inPod(service, POD))
                .isInstanceOf(NotInNamespaceException.class)
                .hasMessage(
                        "There is no port 'postgres' in pod pg-0, the target of service postgresql in namespace e2e."
                                + " Ports there: http (9187), db (5433), unnamed (8008).\n"
                                + "Action: Give the container's port the name in the service's targetPort, or set targetPort to the"
                                + " port's number.");
    }

    @Test
    void portWhenServiceHasOneIsThatOne() {
        assertThat(PostgresPort.of(service("[{name: pg, port: 7000}]")).number("port"))
                .isEqualTo(7000);
    }

    @Test
    void portWhenServiceHasSeveralIsUsualNumberThenUsualName() {
        assertThat(PostgresPort.of(service("[{name: postgres, port: 7000}, {name: x, port: 5432}]"))
                        .number("port"))
                .isEqualTo(5432);
        assertThat(PostgresPort.of(service("[{name: metrics, port: 9187}, {name: postgresql, port: 7000}]"))
                        .number("port"))
                .isEqualTo(7000);
    }

    @Test
    void portWhenServiceHasNoUsualOneListsPorts() {
        ApiObject service = service("[{name: a, port: 1}, {name: b, port: 2}]");

        assertThatThrownBy(() -> PostgresPort.of(service))
                .isInstanceOf(NotInNamespaceException.class)
                .hasMessage(
                        "There is no port '5432' in service postgresql in namespace e2e. Ports there: a (1), b (2).\n"
                                + "Action: Give the service's PostgreSQL port the number 5432 or the name postgresql, or choose"
                                + " another service with e2e.migrations.postgres-service.");
    }

    private static ApiObject service(String ports) {
        return read("apiVersion: v1\nkind: Service\nmetadata: {name: postgresql, namespace: e2e}\nspec: {ports: "
                + ports + "}");
    }

    private static ApiObject read(String yaml) {
        return TestCluster.object(yaml);
    }
}
