package io.e2e.migrations.boot.targets;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.embedded.ScratchServer;
import io.e2e.migrations.isolation.IsolatedAccess;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.lookup.DataSourceLookupFailureException;
import org.springframework.util.StringUtils;

/** The application's own database. */
final class DataSourceTarget implements DatabaseTarget {

    private static final String JNDI_NAME = "spring.datasource.jndi-name";

    /** The properties that lead Spring Boot's DataSource somewhere, the strongest first. */
    private static final List<String> ADDRESSES = List.of(
            JNDI_NAME,
            "spring.datasource.url",
            "spring.datasource.hikari.jdbc-url",
            "spring.datasource.tomcat.url",
            "spring.datasource.dbcp2.url");

    private static final List<String> LOGIN = List.of("spring.datasource.username", "spring.datasource.password");

    @Override
    public Optional<String> reason(Environment environment) {
        for (String name : ADDRESSES) {
            if (isSet(environment, name)) {
                for (String login : LOGIN) {
                    UnresolvedPlaceholderException.resolved(environment, login);
                }
                return Optional.of(name + " is set");
            }
        }
        return Optional.empty();
    }

    /** Whether Spring Boot looks up the DataSource in JNDI, whatever else is configured. */
    static boolean isLookedUp(Environment environment) {
        try {
            return isSet(environment, JNDI_NAME);
        } catch (UnresolvedPlaceholderException ex) {
            return true;
        }
    }

    private static boolean isSet(Environment environment, String name) {
        String value = UnresolvedPlaceholderException.resolved(environment, name);
        // As a condition of Spring Boot reads it, a JNDI name that is "false" is none.
        return StringUtils.hasText(value) && !value.equalsIgnoreCase("false");
    }

    /** Beans first: with one of them, Spring Boot does not look at the properties. */
    @Override
    public Optional<String> reason(Environment environment, ConfigurableListableBeanFactory beans) {
        ApplicationDatabase application = new ApplicationDatabase(beans, environment);
        Optional<String> bean = application.ownBean(DataSource.class, XADataSource.class);
        if (bean.isEmpty() && DatabaseSupport.hasJdbc()) {
            bean = application.ownBean(JdbcConnectionDetails.class);
        }
        return bean.isPresent()
                ? Optional.of(ApplicationDatabase.DEFINES_BEAN + "'" + bean.get() + "'")
                : reason(environment);
    }

    @Override
    public boolean isProvided() {
        return false;
    }

    /** Containers start when the database is opened, not before. */
    @Override
    public DatabaseAccess access(E2eMigrationsProperties properties, ConfigurableListableBeanFactory beans) {
        ObjectProvider<DataSource> dataSource = beans.getBeanProvider(DataSource.class);
        DatabaseAccess application = request -> new DataSourceAccess(
                        () -> single(dataSource),
                        ApplicationDatabase.guard(properties.allowedHosts(), beans),
                        () -> url(beans))
                .open(request);
        return ScratchServer.beside(application, properties.embeddedSettings());
    }

    private static Optional<String> url(ConfigurableListableBeanFactory beans) {
        return DatabaseSupport.hasJdbc()
                ? Optional.ofNullable(beans.getBeanProvider(JdbcConnectionDetails.class)
                                .getIfUnique())
                        .map(JdbcConnectionDetails::getJdbcUrl)
                : Optional.empty();
    }

    private static DataSource single(ObjectProvider<DataSource> dataSource) {
        try {
            return dataSource.getObject();
        } catch (NoSuchBeanDefinitionException ex) {
            // It may also be a bean that the DataSource needs; that is left to its own error.
            throw DataSource.class.equals(ex.getBeanType()) ? NoSingleDataSourceException.of(ex) : ex;
        } catch (BeanCreationException ex) {
            throw ex.contains(DataSourceLookupFailureException.class) ? JndiDataSourceException.notFound(ex) : ex;
        }
    }

    @Override
    public IsolatedAccess.Provisioners provisioners(
            E2eMigrationsProperties properties, ApplicationDatabase application) {
        return application.provisioners(application.byAddress(properties), properties);
    }
}
