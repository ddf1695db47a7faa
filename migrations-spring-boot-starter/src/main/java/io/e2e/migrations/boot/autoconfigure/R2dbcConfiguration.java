package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.boot.targets.IsolationNotPossibleException;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.isolation.Isolation;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** Leads R2DBC to the database that the starter provides. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(R2dbcConnectionDetails.class)
@Conditional(R2dbcConfiguration.OnLedDatabase.class)
class R2dbcConfiguration {

    /** Before details and properties of the application's own, which would lead it to a database without the tables. */
    @Bean(ApplicationDatabase.R2DBC_CONNECTION_DETAILS)
    @Primary
    R2dbcConnectionDetails e2eMigrationsR2dbcConnectionDetails(MigrationService service, Environment environment) {
        Isolation isolation = OnIsolationCondition.isolation(environment);
        return () -> {
            if (isolation.switches()) {
                throw IsolationNotPossibleException.r2dbc(isolation);
            }
            return options(service.database().address().orElseThrow());
        };
    }

    private static ConnectionFactoryOptions options(DatabaseAddress address) {
        return ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .option(ConnectionFactoryOptions.HOST, address.host())
                .option(ConnectionFactoryOptions.PORT, address.port())
                .option(ConnectionFactoryOptions.DATABASE, address.database())
                .option(ConnectionFactoryOptions.USER, address.user())
                .option(ConnectionFactoryOptions.PASSWORD, address.password().value())
                .build();
    }

    /** Matches when the application's database is one that the starter provides, or a copy that isolation makes. */
    static final class OnLedDatabase extends AnyNestedCondition {

        OnLedDatabase() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @Conditional(OnProvidedDatabaseCondition.class)
        static final class Provided {}

        @Conditional(OnIsolationCondition.class)
        static final class Isolated {}
    }
}
