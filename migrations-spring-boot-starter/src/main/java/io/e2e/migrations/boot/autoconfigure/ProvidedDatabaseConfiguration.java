package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationService;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Offers a database that the starter found or started to everything in the application that uses JDBC. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTarget({Target.EMBEDDED, Target.KUBERNETES})
class ProvidedDatabaseConfiguration {

    static final String CONNECTION_DETAILS = "e2eMigrationsConnectionDetails";

    @Bean(CONNECTION_DETAILS)
    @ConditionalOnMissingBean(JdbcConnectionDetails.class)
    JdbcConnectionDetails e2eMigrationsConnectionDetails(MigrationService service) {
        return new ProvidedConnectionDetails(service.database());
    }
}
