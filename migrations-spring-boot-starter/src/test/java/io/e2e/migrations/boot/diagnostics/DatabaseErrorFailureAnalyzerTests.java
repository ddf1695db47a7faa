package io.e2e.migrations.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseErrorFailureAnalyzerTests {

    private static void start(Class<?> configuration, String... arguments) {
        SpringApplication application = new SpringApplication(configuration);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] all = Arrays.stream(arguments).map(argument -> "--" + argument).toArray(String[]::new);
        assertThatThrownBy(() -> application.run(all).close()).isNotNull();
    }

    @Test
    void contextWhenHibernateMissesTableNamesEntry(CapturedOutput output) {
        start(Entities.class, "e2e.migrations.tables=notification_audit", "spring.jpa.hibernate.ddl-auto=validate");

        assertThat(output).containsPattern("""
                Description:

                The bean 'entityManagerFactory' could not be created.
                audit_retention_policies does not exist in this database: \
                024_add_legal_hold.sql creates it, and the selected tables do not need that migration.

                    .*missing table \\[audit_retention_policies\\]

                Action:

                Add audit_retention_policies to e2e.migrations.tables \\(now notification_audit\\), or to the tables of \
                @E2eMigrations if the test class has it.""");
    }

    @Test
    void contextWhenBeanQueriesMissingTableNamesEntry(CapturedOutput output) {
        start(Query.class, "e2e.migrations.tables=audit_events");

        assertThat(output).contains("""
                Description:

                The bean 'query' could not be created.
                notification_audit does not exist in this database: 021_create_notification_audit_table.sql creates \
                it, and the selected tables do not need that migration.

                    PreparedStatementCallback; bad SQL grammar [SELECT count(*) FROM notification_audit]
                    ERROR: relation "notification_audit" does not exist
                      Position: 22
                """).contains("Add notification_audit to e2e.migrations.tables (now audit_events)");
    }

    @Test
    void contextWhenMonthHasNoPartitionNamesProperty(CapturedOutput output) {
        start(Insert.class, "e2e.migrations.tables=audit_events");

        assertThat(output)
                .contains("The bean 'insert' could not be created.\naudit_events has no partition for 2020-01, but for"
                        + " the months ")
                .contains("Set e2e.migrations.partitions.from=2020-01, or use a time in those months.");
    }

    @Test
    void contextWhenMigrationItselfFailsIsExplainedByItsOwnError(CapturedOutput output) {
        start(Query.class, "e2e.migrations.tables=no_such_table");

        assertThat(output)
                .contains("'no_such_table' in the selected tables is not a")
                .doesNotContain("could not be created.\n");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan("io.e2e.migrations.boot.slices")
    static class Entities {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Query {

        @Bean
        InitializingBean query(JdbcClient jdbc) {
            return () ->
                    jdbc.sql("SELECT count(*) FROM notification_audit").query().singleValue();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Insert {

        @Bean
        InitializingBean insert(DSLContext jooq) {
            return () -> jooq.execute("INSERT INTO audit_events (event_date) VALUES ('2020-01-15')");
        }
    }
}
