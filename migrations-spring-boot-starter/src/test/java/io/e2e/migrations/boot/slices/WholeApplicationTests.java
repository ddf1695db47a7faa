package io.e2e.migrations.boot.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.test.E2eMigrations;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
@E2eMigrations(tables = {"audit_retention_policies", "notification_audit"})
class WholeApplicationTests {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MigrationService migrations;

    @Test
    void theAnnotationSelects() {
        assertThat(this.migrations.plan().migrations())
                .extracting(migration -> migration.version().text())
                .containsExactly("13", "21", "23", "24");
    }

    @Nested
    class InANestedClass {

        @Test
        void theSelectionHoldsToo() {
            assertThat(WholeApplicationTests.this
                            .jdbc
                            .sql("SELECT count(*) FROM notification_audit")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }
}
