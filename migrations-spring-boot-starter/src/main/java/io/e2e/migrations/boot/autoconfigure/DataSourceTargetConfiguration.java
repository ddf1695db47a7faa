package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.DataSourceAccess;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application's own database. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTarget(Target.DATASOURCE)
class DataSourceTargetConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DatabaseAccess databaseAccess(ObjectProvider<DataSource> dataSource) {
        return new DataSourceAccess(dataSource::getObject);
    }
}
