package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.HostGuard;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
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
            ObjectProvider<JdbcConnectionDetails> details,
            E2eMigrationsProperties properties,
            ConfigurableListableBeanFactory beanFactory) {
        HostGuard guard = new HostGuard(properties.allowedHosts(), ApplicationDatabase.isContainer(beanFactory));
        return new DataSourceAccess(
                () -> single(dataSource),
                guard,
                () -> Optional.ofNullable(details.getIfUnique()).map(JdbcConnectionDetails::getJdbcUrl));
    }

    private static DataSource single(ObjectProvider<DataSource> dataSource) {
        try {
            return dataSource.getObject();
        } catch (NoSuchBeanDefinitionException ex) {
            // It may also be a bean that the DataSource needs; that is left to its own error.
            throw DataSource.class.equals(ex.getBeanType()) ? NoSingleDataSourceException.of(ex) : ex;
        }
    }
}
