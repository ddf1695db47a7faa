package io.e2e.migrations.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Hibernate's DDL beside an entity on one of our tables: ours stays as the migrations made it. */
@ExtendWith(OutputCaptureExtension.class)
class HibernateDdlTests {

    private static final String OURS = "SELECT count(*) FROM audit_retention_policies";

    private static ConfigurableApplicationContext start(String property) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run("--" + property, "--e2e.migrations.tables=audit_retention_policies");
    }

    private static int count(ConfigurableApplicationContext context, String query) {
        return context.getBean(JdbcClient.class).sql(query).query(Integer.class).single();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.jpa.hibernate.ddl-auto=create-drop",
                "spring.jpa.hibernate.ddl-auto=create",
                "spring.jpa.hibernate.ddl-auto=update",
                "spring.jpa.generate-ddl=true",
                "spring.jpa.properties.hibernate.hbm2ddl.auto=create-drop",
                "spring.jpa.properties.jakarta.persistence.schema-generation.database.action=drop-and-create"
            })
    void tableOfOursWhenHibernateIsToCreateItStays(String property, CapturedOutput output) {
        try (ConfigurableApplicationContext context = start(property)) {
            assertThat(count(context, OURS)).isPositive();
            assertThat(count(context, "SELECT count(*) FROM pg_class WHERE relname = 'orders'"))
                    .isOne();
        }
        assertThat(output.getOut())
                .containsOnlyOnce("Hibernate does not create, alter or drop the table audit_retention_policies:"
                        + " 024_add_legal_hold.sql creates it. Hibernate is asked to by"
                        + " spring.jpa.hibernate.ddl-auto or a property of that kind.");
    }

    @Test
    void tableOfTheApplicationWhenHibernateOnlyValidatesIsNotMentioned(CapturedOutput output) {
        try (ConfigurableApplicationContext context = start("spring.jpa.hibernate.ddl-auto=none")) {
            assertThat(count(context, OURS)).isPositive();
        }
        assertThat(output.getOut()).doesNotContain("Hibernate does not create");
    }

    @Entity
    @Table(name = "audit_retention_policies")
    static class Policy {

        @Id
        @Column(name = "policy_id")
        private @Nullable UUID id;
    }

    @Entity
    @Table(name = "orders")
    static class Order {

        @Id
        private @Nullable UUID id;
    }

    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = HibernateDdlTests.class)
    static class Application {}
}
