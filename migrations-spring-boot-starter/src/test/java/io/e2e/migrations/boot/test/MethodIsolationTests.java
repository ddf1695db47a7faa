package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.transaction.annotation.Transactional;

/** A database for each method, as a test class asks for it, run by JUnit and Spring themselves. */
@SpringBootTest(classes = MethodIsolationTests.Application.class)
@E2eMigrations(tables = "audit_retention_policies", isolation = "method")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MethodIsolationTests {

    private static final String ADD =
            "INSERT INTO audit_retention_policies (event_category, retention_days) VALUES ('x', 1)";

    private static final String BEFORE_ALL = "SELECT count(*) FROM audit_retention_policies WHERE retention_days = 0";

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MigrationService migrations;

    @Autowired
    private JdbcConnectionDetails details;

    private final Set<String> seen = new HashSet<>();

    private long rows() {
        return this.jdbc
                .sql("SELECT count(*) FROM audit_retention_policies")
                .query(Long.class)
                .single();
    }

    private String database() {
        return this.jdbc.sql("SELECT current_database()").query(String.class).single();
    }

    @BeforeAll
    void whatIsWrittenBeforeAllMethodsIsNotTheirs() {
        this.jdbc.sql("UPDATE audit_retention_policies SET retention_days = 0").update();
    }

    @BeforeEach
    void isFreshBeforeBeforeEach() {
        assertThat(this.jdbc.sql(BEFORE_ALL).query(Long.class).single()).isZero();
    }

    @RepeatedTest(3)
    void eachHasItsOwn() {
        assertThat(this.seen.add(database())).isTrue();
        this.jdbc.sql(ADD).update();
    }

    @RepeatedTest(2)
    void evenWhereATestCreatesAndDropsTables() {
        this.jdbc.sql("CREATE TABLE of_a_test (id int)").update();
        this.jdbc.sql("DROP TABLE audit_retention_policies CASCADE").update();
    }

    @RepeatedTest(2)
    @Transactional
    @Commit
    void aTransactionOfSpringsIsInTheNewDatabase() {
        assertThat(rows()).isEqualTo(5);
        this.jdbc.sql(ADD).update();
    }

    @RepeatedTest(2)
    @Sql(statements = ADD)
    void scriptsRunInTheNewDatabase() {
        assertThat(rows()).isEqualTo(6);
    }

    @Test
    void serviceAndDetailsMeanTheSameDatabase() throws SQLException {
        String database = database();

        assertThat(this.migrations.database().address().orElseThrow().database())
                .isEqualTo(database);
        assertThat(this.migrations.database().description()).endsWith("/" + database);
        assertThat(this.details.getJdbcUrl()).endsWith("/" + database);
        try (Connection connection = this.migrations.database().connect()) {
            assertThat(connection.getCatalog()).isEqualTo(database);
        }
        this.migrations.verifyMigrations();
    }

    @RepeatedTest(2)
    void aResetIsOfTheSameDatabase() {
        this.jdbc.sql(ADD).update();

        assertThat(this.migrations.reset().tables()).containsExactly("audit_retention_policies");
        assertThat(rows()).isEqualTo(5);
    }

    @Nested
    class InANestedClass {

        @RepeatedTest(2)
        void eachMethodHasItsOwnToo() {
            assertThat(MethodIsolationTests.this.seen.add(database())).isTrue();
            MethodIsolationTests.this.jdbc.sql(ADD).update();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
