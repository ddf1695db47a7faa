package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A configuration of the user's own is applied beside that of the properties. */
@SpringBootTest
class OwnConfigTests {

    @Autowired
    private JdbcClient jdbc;

    @Test
    void bothAreApplied() {
        assertThat(this.jdbc
                        .sql("SELECT (SELECT count(*) FROM audit_events) + (SELECT count(*) FROM notification_audit)")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Configuration {

        @Bean
        MigrationConfig notifications() {
            return MigrationConfig.defaults().withTables("notification_audit");
        }
    }
}
