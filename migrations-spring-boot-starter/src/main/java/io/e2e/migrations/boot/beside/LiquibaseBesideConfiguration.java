package io.e2e.migrations.boot.beside;

import io.e2e.migrations.boot.targets.ApplicationDatabase;
import java.sql.SQLException;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Leads an application's Liquibase to the test's database, and keeps it from dropping our objects. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({SpringLiquibase.class, LiquibaseConnectionDetails.class})
class LiquibaseBesideConfiguration {

    /** Liquibase stays on the application's DataSource, which leads to the test's database, whatever its own URL says. */
    @Bean
    @Primary
    @ConditionalOnBean(name = ApplicationDatabase.CONNECTION_DETAILS)
    LiquibaseConnectionDetails e2eMigrationsLiquibaseConnectionDetails(
            JdbcConnectionDetails database, ObjectProvider<DataSource> dataSource) {
        return new Details(database, dataSource);
    }

    /** Looks at each Liquibase of the application before it runs, also at those that the application configures itself. */
    @Bean
    static BeanPostProcessor e2eMigrationsLiquibaseGuard(
            ObjectProvider<HostCheck> hosts, ObjectProvider<MigratedDatabase> migrated) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof SpringLiquibase liquibase && liquibase.getDataSource() != null) {
                    hosts.getObject().check("Liquibase ('" + name + "')", liquibase.getDataSource());
                    if (liquibase.isDropFirst() && isBehind(migrated.getObject(), liquibase.getDataSource())) {
                        throw ForeignDatabaseException.dropFirst(name);
                    }
                }
                return bean;
            }
        };
    }

    private static boolean isBehind(MigratedDatabase migrated, DataSource dataSource) {
        try {
            return migrated.isBehind(dataSource);
        } catch (SQLException ex) {
            return false;
        }
    }

    /**
     * Details without a URL and a user mean the application's DataSource.
     *
     * @param database where to connect if there is none
     * @param dataSource the application's
     */
    private record Details(JdbcConnectionDetails database, ObjectProvider<DataSource> dataSource)
            implements LiquibaseConnectionDetails {

        private boolean hasDataSource() {
            return this.dataSource.getIfUnique() != null;
        }

        @Override
        public @Nullable String getJdbcUrl() {
            return hasDataSource() ? null : this.database.getJdbcUrl();
        }

        @Override
        public @Nullable String getUsername() {
            return hasDataSource() ? null : this.database.getUsername();
        }

        @Override
        public @Nullable String getPassword() {
            return hasDataSource() ? null : this.database.getPassword();
        }
    }
}
