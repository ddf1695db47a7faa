package io.e2e.migrations.boot.beside;

import io.e2e.migrations.boot.targets.ApplicationDatabase;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
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
                    if (liquibase.isDropFirst()
                            && migrated.getObject().isFilled()
                            && migrated.getObject().isBehind(liquibase.getDataSource())) {
                        throw ForeignDatabaseException.dropFirst(name);
                    }
                }
                return bean;
            }
        };
    }

    private static final class Details extends DataSourceDetails implements LiquibaseConnectionDetails {

        Details(JdbcConnectionDetails database, ObjectProvider<DataSource> dataSource) {
            super(database, dataSource);
        }
    }
}
