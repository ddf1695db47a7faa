package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.ResetData.Phase;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.transaction.annotation.Transactional;

/** The annotation as a test class uses it, run by JUnit and Spring themselves. */
@SpringBootTest(classes = ResetDataTests.Application.class)
@E2eMigrations(tables = "audit_retention_policies")
@ResetDataTests.FreshData
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ResetDataTests {

    static final String SEEDS = "SELECT count(*) FROM audit_retention_policies WHERE retention_days = 2555";
    static final String ADD = "INSERT INTO audit_retention_policies (event_category, retention_days) VALUES ('x', 1)";
    static final String SPOIL = "UPDATE audit_retention_policies SET retention_days = 1";

    @Autowired
    private JdbcClient jdbc;

    private long seeds() {
        return this.jdbc.sql(SEEDS).query(Long.class).single();
    }

    private long rows() {
        return this.jdbc
                .sql("SELECT count(*) FROM audit_retention_policies")
                .query(Long.class)
                .single();
    }

    @Test
    @Order(1)
    void aTestMaySpoilItsData() {
        assertThat(seeds()).isEqualTo(5);
        this.jdbc.sql(SPOIL).update();
    }

    @Test
    @Order(2)
    void theNextOneFindsItFresh() {
        assertThat(seeds()).isEqualTo(5);
        this.jdbc.sql(SPOIL).update();
    }

    @Test
    @Order(3)
    @Transactional
    @Commit
    void aTransactionOfSpringsBeginsAfterTheReset() {
        assertThat(seeds()).isEqualTo(5);
        this.jdbc.sql(SPOIL).update();
    }

    @Test
    @Order(4)
    @Sql(statements = ADD)
    void scriptsRunAfterTheReset() {
        assertThat(seeds()).isEqualTo(5);
        assertThat(rows()).isEqualTo(6);
    }

    @Test
    @Order(5)
    @Transactional
    @Sql(statements = ADD)
    void bothAtOnceRunAfterTheReset() {
        assertThat(rows()).isEqualTo(6);
    }

    @Nested
    class InANestedClass {

        @BeforeEach
        void isFreshBeforeBeforeEach() {
            assertThat(seeds()).isEqualTo(5);
        }

        @Test
        void oneSpoils() {
            ResetDataTests.this.jdbc.sql(SPOIL).update();
        }

        @Test
        void theOtherSpoilsToo() {
            ResetDataTests.this.jdbc.sql(SPOIL).update();
        }

        @Test
        @ResetData(phase = Phase.AFTER_METHOD)
        void andAMethodMayAskForMore() {
            ResetDataTests.this.jdbc.sql(SPOIL).update();
        }

        @AfterEach
        void stillHasTheTestsData() {
            assertThat(seeds()).isZero();
        }
    }

    @ResetData
    @Retention(RetentionPolicy.RUNTIME)
    @interface FreshData {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
