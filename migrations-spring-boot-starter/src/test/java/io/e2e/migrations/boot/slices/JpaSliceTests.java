package io.e2e.migrations.boot.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.E2eMigrations;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;

@DataJpaTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
@E2eMigrations(tables = "audit_retention_policies")
class JpaSliceTests {

    @Autowired
    private RetentionPolicies policies;

    @Test
    void hibernateValidatesOurTablesAndReadsTheirRows() {
        assertThat(this.policies.findByCategory("gateway"))
                .hasValueSatisfying(policy -> assertThat(policy.days()).isEqualTo(2555));
    }
}
