package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One dependency and one property. */
@SpringBootTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
class WholeApplicationTests {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Policies policies;

    @Autowired
    private MigrationService migrations;

    @Test
    void thePropertySelects() {
        assertThat(this.jdbc
                        .sql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                                + " AND relnamespace = 'public'::regnamespace ORDER BY 1")
                        .query(String.class)
                        .list())
                .containsExactly("audit_events", "audit_retention_policies");
    }

    @Test
    void jpaAcceptsTheTables() {
        assertThat(this.policies.findByCategory("gateway"))
                .hasValueSatisfying(policy -> assertThat(policy.days()).isEqualTo(2555));
    }

    @Test
    void theServiceIsThereToBeInjected() {
        assertThat(this.migrations.verifyMigrations().isClean()).isTrue();
    }
}
