package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.boot.beside.BesideConfiguration;
import io.e2e.migrations.boot.engine.EngineConfiguration;
import io.e2e.migrations.boot.engine.NothingAsked;
import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties.Apply;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.page.PageRecorder;
import io.e2e.migrations.time.TimeSource;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Binds {@code e2e.migrations.*}, chooses the database, offers it to the application, and applies and verifies the
 * migrations before any bean uses it. Every bean gives way to a user's own. An application without Spring Boot's support
 * for JDBC or R2DBC has no use for a database, so nothing begins there.
 */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration"
        },
        afterName = "org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration")
// Last of all that come before Spring Boot's DataSource, so that a DataSource of another library counts.
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@Conditional({OnDatabaseSupportCondition.class, OnEnabledCondition.class, OnWantedDatabaseCondition.class})
@EnableConfigurationProperties(E2eMigrationsProperties.class)
@Import({
    TargetConfiguration.class,
    IsolationConfiguration.class,
    SharedDatabaseConfiguration.class,
    R2dbcConfiguration.class,
    DatabasePropertiesConfiguration.class,
    BesideConfiguration.class,
    EngineConfiguration.class,
    MigrationTimingConfiguration.class,
    DatabaseInitializationDependencyConfigurer.class
})
public final class E2eMigrationsAutoConfiguration {

    /** The name of the configuration that comes from the properties; a user's bean of this name replaces it. */
    static final String CONFIG_BEAN = "e2eMigrationConfig";

    /** Beans of the application's own of these types ask for migrations. */
    static final List<Class<?>> ASKING =
            List.of(MigrationConfig.class, MigrationConfigCustomizer.class, MigrationService.class);

    private final ConfigurableApplicationContext context;

    E2eMigrationsAutoConfiguration(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Bean
    static NothingAsked e2eMigrationsNothingAsked(ConfigurableEnvironment environment) {
        return new NothingAsked(environment, ASKING);
    }

    @Bean(CONFIG_BEAN)
    @ConditionalOnMissingBean(name = CONFIG_BEAN)
    MigrationConfig e2eMigrationConfig(
            E2eMigrationsProperties properties, ObjectProvider<MigrationConfigCustomizer> customizers) {
        MigrationConfig config = properties.toConfig();
        for (MigrationConfigCustomizer customizer : customizers.orderedStream().toList()) {
            config = customizer.customize(config);
        }
        return config;
    }

    @Bean
    @ConditionalOnMissingBean
    MigrationService migrationService(
            ObjectProvider<MigrationConfig> configs, DatabaseAccess access, BeanFactory beans) {
        List<MigrationConfig> ordered = configs.orderedStream().toList();
        SharedLocations.of(this.context).refuse(ordered);
        MigrationConfig first = ordered.get(0);
        if (TargetConfiguration.isProcessedAheadOfTime()) {
            return MigrationService.open(first, request -> TargetConfiguration.ProcessedDatabase.INSTANCE);
        }
        List<MigrationListener> listeners =
                beans.getBeanProvider(MigrationListener.class).orderedStream().toList();
        TimeSource time = beans.getBeanProvider(TimeSource.class).getIfAvailable(TimeSource::system);
        return MigrationService.open(first, access, listeners, time);
    }

    @Bean(ApplicationDatabase.INITIALIZER)
    @ConditionalOnMissingBean
    MigrationInitializer migrationInitializer(
            MigrationService service,
            ObjectProvider<MigrationConfig> configs,
            E2eMigrationsProperties properties,
            TargetChoice choice) {
        Apply apply = TargetConfiguration.isProcessedAheadOfTime() ? Apply.MANUAL : properties.apply();
        choice.log();
        if (properties.reportPage()) {
            PageRecorder.add(user(), service.runs());
        }
        BeanDefinition definition = this.context.getBeanFactory().getBeanDefinition(ApplicationDatabase.INITIALIZER);
        return new MigrationInitializer(service, configs.orderedStream().toList(), apply, definition);
    }

    /** The test class of a test's context, or the application. */
    private String user() {
        String name = this.context.getId();
        return this.context.getEnvironment().getProperty(PageRecorder.USER, name == null ? "" : name);
    }
}
