package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.UrlAccess;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.container.ContainerImageMetadata;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What the application says about its own database, as far as it can be known without its DataSource.
 *
 * @param beanFactory its beans, ours excepted
 * @param environment its properties
 */
record ApplicationDatabase(ConfigurableListableBeanFactory beanFactory, Environment environment) {

    /** Whether the database is a container's: Spring Boot marks the definition of its connection details. */
    static boolean isContainer(ConfigurableListableBeanFactory beanFactory) {
        return Arrays.stream(beanFactory.getBeanNamesForType(JdbcConnectionDetails.class, true, false))
                .filter(beanFactory::containsBeanDefinition)
                .anyMatch(name -> ContainerImageMetadata.isPresent(beanFactory.getBeanDefinition(name)));
    }

    /** The way to it by its address; Spring Boot prefers details to properties, and so do we. */
    DatabaseAccess byAddress(E2eMigrationsProperties properties) {
        HostGuard guard = new HostGuard(properties.allowedHosts(), isContainer(this.beanFactory));
        JdbcConnectionDetails details = ownBean(JdbcConnectionDetails.class)
                .map(name -> this.beanFactory.getBean(name, JdbcConnectionDetails.class))
                .orElse(null);
        if (details != null) {
            return UrlAccess.of(details.getJdbcUrl(), details.getUsername(), secret(details.getPassword()), guard);
        }
        String url = this.environment.getProperty("spring.datasource.url");
        if (!StringUtils.hasText(url)) {
            throw IsolationNotPossibleException.noAddress(properties.isolation());
        }
        return UrlAccess.of(
                url,
                this.environment.getProperty("spring.datasource.username"),
                secret(this.environment.getProperty("spring.datasource.password")),
                guard);
    }

    /** Refuses what would keep the application on a database that is not the test's own. */
    void requireThatItCanBeLed(E2eMigrationsProperties properties) {
        for (Class<?> type : new Class<?>[] {DataSource.class, DatabaseAccess.class}) {
            ownBean(type).ifPresent(name -> {
                throw IsolationNotPossibleException.ownBean(properties.isolation(), type.getSimpleName(), name);
            });
        }
        String pool = this.environment.getProperty("spring.datasource.type");
        if (StringUtils.hasText(pool) && !pool.equals("com.zaxxer.hikari.HikariDataSource")) {
            throw IsolationNotPossibleException.otherPool(properties.isolation(), pool);
        }
    }

    private Optional<String> ownBean(Class<?> type) {
        return Arrays.stream(this.beanFactory.getBeanNamesForType(type, true, false))
                .filter(name -> !IsolatedDatabaseConfiguration.OURS.contains(name))
                .findFirst();
    }

    private static @Nullable Secret secret(@Nullable String password) {
        return password == null ? null : new Secret(password);
    }
}
