package io.e2e.migrations.boot.targets;

import io.e2e.migrations.boot.targets.E2eMigrationsProperties.Apply;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.UrlAccess;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.provision.ExternalServer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
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
public record ApplicationDatabase(ConfigurableListableBeanFactory beanFactory, Environment environment) {

    /** The starter's own beans do not show that the application brings a database. */
    public static final String ACCESS = "e2eMigrationsIsolatedAccess";

    public static final String DATA_SOURCE = "e2eMigrationsDataSource";

    public static final String CONNECTION_DETAILS = "e2eMigrationsConnectionDetails";

    public static final String R2DBC_CONNECTION_DETAILS = "e2eMigrationsR2dbcConnectionDetails";

    /** The bean that applies the migrations. */
    public static final String INITIALIZER = "migrationInitializer";

    /** How the reason begins if a bean decides. */
    public static final String DEFINES_BEAN = "the application defines the bean ";

    private static final Set<String> OURS = Set.of(ACCESS, DATA_SOURCE, CONNECTION_DETAILS, R2DBC_CONNECTION_DETAILS);

    /**
     * The guard of a context: beside the named hosts, it accepts the servers of the context's containers, which Spring Boot
     * marks in the definitions of their connection details. Starts the containers.
     */
    public static HostGuard guard(Set<String> allowedHosts, ConfigurableListableBeanFactory beanFactory) {
        return new HostGuard(allowedHosts, DatabaseSupport.hasJdbc() ? containers(beanFactory) : Set.of());
    }

    private static Set<String> containers(ConfigurableListableBeanFactory beanFactory) {
        return Arrays.stream(beanFactory.getBeanNamesForType(JdbcConnectionDetails.class, true, false))
                .filter(beanFactory::containsBeanDefinition)
                .filter(name -> ContainerImageMetadata.isPresent(beanFactory.getBeanDefinition(name)))
                .map(name ->
                        beanFactory.getBean(name, JdbcConnectionDetails.class).getJdbcUrl())
                .collect(Collectors.toSet());
    }

    /** Opens the database by its address. Connection details win over properties, as in Spring Boot. */
    DatabaseAccess byAddress(E2eMigrationsProperties properties) {
        HostGuard guard = guard(properties.allowedHosts(), this.beanFactory);
        JdbcConnectionDetails details = DatabaseSupport.hasJdbc()
                ? ownBean(JdbcConnectionDetails.class)
                        .map(name -> this.beanFactory.getBean(name, JdbcConnectionDetails.class))
                        .orElse(null)
                : null;
        if (details != null) {
            return UrlAccess.of(details.getJdbcUrl(), details.getUsername(), secret(details.getPassword()), guard);
        }
        String url = property("spring.datasource.url");
        if (!StringUtils.hasText(url)) {
            throw IsolationNotPossibleException.noAddress(properties.isolation());
        }
        return UrlAccess.of(
                url, property("spring.datasource.username"), secret(property("spring.datasource.password")), guard);
    }

    /** The databases that the application is led to: one for each context, class or test. */
    public IsolatedAccess isolated(TargetChoice choice, E2eMigrationsProperties properties) {
        choice.requireUnchanged(this.environment);
        requireThatItCanBeLed(properties);
        DatabaseTarget target = choice.target().database();
        return new IsolatedAccess(
                properties.isolation(),
                target.provisioners(properties, this),
                target.access(properties, this.beanFactory));
    }

    /** Refuses what would keep the application on a database that is not the test's own. */
    private void requireThatItCanBeLed(E2eMigrationsProperties properties) {
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

    /**
     * The name of a bean of the application's own that is of one of these types, the first type first. What Spring Boot's
     * {@code ConditionalOnMissingBean} passes over does not count: beans that are no candidates for injection by type, and
     * targets of scoped proxies. Beans of parent contexts count.
     */
    Optional<String> ownBean(Class<?>... types) {
        for (Class<?> type : types) {
            for (String name :
                    BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false)) {
                if (!OURS.contains(name) && !ScopedProxyUtils.isScopedTarget(name) && isCandidate(name)) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isCandidate(String name) {
        return !this.beanFactory.containsBeanDefinition(name)
                || (this.beanFactory.getBeanDefinition(name) instanceof AbstractBeanDefinition definition
                        && definition.isAutowireCandidate()
                        && definition.isDefaultCandidate());
    }

    /** New databases on the server that an access leads to. */
    IsolatedAccess.Provisioners provisioners(DatabaseAccess target, E2eMigrationsProperties properties) {
        boolean empty = properties.apply() == Apply.MANUAL;
        return (request, template) ->
                ExternalServer.provisioner(target, properties.maintenanceDatabase(), request, empty ? null : template);
    }

    private @Nullable String property(String name) {
        return UnresolvedPlaceholderException.resolved(this.environment, name);
    }

    private static @Nullable Secret secret(@Nullable String password) {
        return password == null ? null : new Secret(password);
    }
}
