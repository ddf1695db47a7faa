package io.e2e.migrations.boot.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.boot.test.E2eMigrations;
import io.e2e.migrations.testing.ContainerDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.test.context.ContextConfiguration;

/** A slice keeps a container's database, and has our tables in it. */
@DataJpaTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
@E2eMigrations(tables = "audit_retention_policies")
@ContextConfiguration(initializers = ContainerDatabase.class)
class ContainerSliceTests {

    @Autowired
    private HikariDataSource dataSource;

    @Autowired
    private RetentionPolicies policies;

    @Test
    void theSeedRowsAreInTheContainer() {
        assertThat(this.dataSource.getJdbcUrl()).contains(ContainerDatabase.HOST);
        assertThat(this.policies.findAll()).hasSize(5);
    }
}
