package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.access.AutomaticAccess;
import io.e2e.migrations.database.DatabaseAddress;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The application has a database of its own, under {@code spring.datasource.url}; a slice keeps and migrates it. */
@DataJpaTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
@ContextConfiguration(initializers = OwnDatabaseTests.Url.class)
class OwnDatabaseTests {

    /** Stands for a server that was there before; the end of the JVM ends it. */
    private static final MigrationService SERVER =
            AutomaticAccess.migrations(MigrationConfig.defaults().withPostgresDb("of_the_consumer"));

    @Autowired
    private HikariDataSource dataSource;

    @Autowired
    private Policies policies;

    @Test
    void itIsUsedAndMigrated() {
        assertThat(this.dataSource.getJdbcUrl()).endsWith("/of_the_consumer");
        assertThat(this.policies.findAll()).hasSize(5);
    }

    /** Plain properties, which a slice would replace if nobody kept it from that. */
    static class Url implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            DatabaseAddress address = SERVER.database().address().orElseThrow();
            TestPropertyValues.of(
                            "spring.datasource.url=" + address.jdbcUrl(),
                            "spring.datasource.username=" + address.user(),
                            "spring.datasource.password=" + address.password().value())
                    .applyTo(context);
        }
    }
}
