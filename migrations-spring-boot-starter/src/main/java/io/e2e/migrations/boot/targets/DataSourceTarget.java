package io.e2e.migrations.boot.targets;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.isolation.IsolatedAccess;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The application's own database. */
final class DataSourceTarget implements DatabaseTarget {

    @Override
    public Optional<String> reason(Environment environment, ConfigurableListableBeanFactory beans) {
        if (StringUtils.hasText(environment.getProperty("spring.datasource.url"))) {
            return Optional.of("spring.datasource.url is set");
        }
        return new ApplicationDatabase(beans, environment)
                .ownBean(JdbcConnectionDetails.class, DataSource.class)
                .map(name -> "the application defines the bean '" + name + "'");
    }

    @Override
    public boolean isProvided() {
        return false;
    }

    @Override
    public DatabaseAccess access(E2eMigrationsProperties properties, ConfigurableListableBeanFactory beans) {
        HostGuard guard = new HostGuard(properties.allowedHosts(), ApplicationDatabase.isContainer(beans));
        ObjectProvider<DataSource> dataSource = beans.getBeanProvider(DataSource.class);
        ObjectProvider<JdbcConnectionDetails> details = beans.getBeanProvider(JdbcConnectionDetails.class);
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

    @Override
    public IsolatedAccess.Provisioners provisioners(
            E2eMigrationsProperties properties, ApplicationDatabase application) {
        return application.provisioners(application.byAddress(properties), properties);
    }
}
