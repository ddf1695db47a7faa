package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.HostGuard;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application's own database. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTarget(Target.DATASOURCE)
class DataSourceTargetConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DatabaseAccess databaseAccess(
            ObjectProvider<DataSource> dataSource,
            E2eMigrationsProperties properties,
            ConfigurableListableBeanFactory beanFactory) {
        HostGuard guard = new HostGuard(properties.allowedHosts(), ApplicationDatabase.isContainer(beanFactory));
        return new DataSourceAccess(dataSource::getObject, guard);
    }
}
