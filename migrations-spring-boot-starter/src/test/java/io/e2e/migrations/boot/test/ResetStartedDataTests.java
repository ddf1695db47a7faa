package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Flyway, Hibernate and the application fill the database before it is ready; each test finds that again. */
@SpringBootTest(
        classes = ResetStartedDataTests.Application.class,
        properties = {
            "spring.flyway.enabled=true",
            "spring.flyway.locations=classpath:beside/flyway",
            "spring.flyway.table=own_history",
            "spring.jpa.hibernate.ddl-auto=update"
        })
@E2eMigrations(tables = "audit_events")
@ResetData
class ResetStartedDataTests {

    private static final String STARTED = "SELECT count(*) || ' ' || min(word) FROM started";
    private static final String CHANGES = "SELECT count(*) FROM own_history";

    @Autowired
    private JdbcClient jdbc;

    private String value(String sql) {
        return this.jdbc.sql(sql).query(String.class).single();
    }

    @RepeatedTest(2)
    void dataWhenTestsChangeItIsAsTheStartLeftIt() {
        assertThat(value(STARTED)).isEqualTo("1 runner");
        assertThat(value("SELECT count(*) FROM notes")).isEqualTo("0");
        assertThat(value("SELECT count(*) FROM audit_events")).isEqualTo("0");
        assertThat(value("SELECT last_value FROM started_seq")).isEqualTo("1");

        this.jdbc.sql("UPDATE started SET word = 'test'").update();
        this.jdbc
                .sql("INSERT INTO started VALUES (nextval('started_seq'), 'test')")
                .update();
        this.jdbc
                .sql("INSERT INTO own_history SELECT 100 + count(*), '9', 'd', 'SQL', 's', 1, 'u', now(), 1, true"
                        + " FROM own_history")
                .update();
        assertThat(Integer.parseInt(value(CHANGES))).isGreaterThan(1);
    }

    @Entity
    @Table(name = "started")
    static class Started {

        @Id
        @GeneratedValue
        private @Nullable Long id;

        private @Nullable String word;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = ResetStartedDataTests.class)
    static class Application {

        @Bean
        ApplicationRunner runner(JdbcClient jdbc) {
            return arguments ->
                    jdbc.sql("INSERT INTO started VALUES (0, 'runner')").update();
        }
    }
}
