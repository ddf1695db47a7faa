package io.e2e.migrations.boot.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.test.E2eMigrations;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A real container, where there is an engine to run it; where there is none, see {@link ContainerSliceTests}. */
@DataJpaTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
@E2eMigrations(tables = "audit_retention_policies")
@Testcontainers(disabledWithoutDocker = true)
class TestcontainersTests {

    @Container
    @ServiceConnection
    static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:18-alpine");

    @Autowired
    private MigrationService migrations;

    @Autowired
    private RetentionPolicies policies;

    @Test
    void theSeedRowsAreInTheContainer() {
        assertThat(this.migrations.database().description())
                .contains(String.valueOf(POSTGRES.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT)));
        assertThat(this.policies.findAll()).hasSize(5);
    }
}
