package io.e2e.migrations.boot.beside;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.DatabaseSupport;
import io.e2e.migrations.config.MigrationException;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Records, for resets, what the start of a context leaves in tables that our migrations did not create: those of Flyway,
 * Liquibase, scripts, Hibernate and the application itself. Runs when the application is ready, or when the context is
 * refreshed if no SpringApplication runs it: the last moment before a test can write.
 */
final class StartedData implements SmartApplicationListener {

    /** Before the databases of tests become copies of the one that the start filled. */
    static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1;

    private static final Logger LOG = LoggerFactory.getLogger(StartedData.class);

    /** SpringApplication registers a bean of this name in each context that it runs. */
    private static final String ARGUMENTS = "springApplicationArguments";

    private final ConfigurableApplicationContext context;
    private final ConfigurableListableBeanFactory beans;

    StartedData(ConfigurableApplicationContext context) {
        this.context = context;
        this.beans = context.getBeanFactory();
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
        return ApplicationReadyEvent.class.isAssignableFrom(type) || ContextRefreshedEvent.class.isAssignableFrom(type);
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        boolean ready = event instanceof ApplicationReadyEvent
                || (event.getSource().equals(this.context) && !this.beans.containsSingleton(ARGUMENTS));
        if (ready && isUsed()) {
            this.beans.getBeanProvider(MigrationService.class).ifAvailable(this::record);
        }
    }

    private void record(MigrationService service) {
        Set<String> histories = histories();
        try {
            this.beans
                    .getBeanProvider(MigrationConfig.class)
                    .orderedStream()
                    .map(config -> config.withTables(List.of()))
                    .distinct()
                    .forEach(config -> service.recordData(config, histories));
        } catch (MigrationException ex) {
            LOG.debug("The first reset records the data, or says what is wrong", ex);
        }
    }

    /** Whether anything but the migrations may have connected: a pool of HikariCP has no connection before its first use. */
    private boolean isUsed() {
        return (DatabaseSupport.hasR2dbc() && Reactive.isThere(this))
                || singletons(DataSource.class).anyMatch(dataSource -> {
                    HikariDataSource pool =
                            DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class);
                    return pool == null || pool.isRunning();
                });
    }

    private Set<String> histories() {
        Stream<String> flyway = isPresent("org.flywaydb.core.Flyway") ? FlywayTables.of(this) : Stream.of();
        Stream<String> liquibase =
                isPresent("liquibase.integration.spring.SpringLiquibase") ? LiquibaseTables.of(this) : Stream.of();
        return Stream.concat(flyway, liquibase).collect(Collectors.toSet());
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, StartedData.class.getClassLoader());
    }

    /** Only those that were created: a lazy one that nobody needed has written nothing. */
    private <T> Stream<T> singletons(Class<T> type) {
        return Stream.of(this.beans.getBeanNamesForType(type, true, false))
                .filter(this.beans::containsSingleton)
                .map(name -> this.beans.getBean(name, type));
    }

    /** Apart, as the next two, because the type may be missing. */
    private static final class Reactive {

        static boolean isThere(StartedData data) {
            return data.singletons(ConnectionFactory.class).findAny().isPresent();
        }
    }

    private static final class FlywayTables {

        static Stream<String> of(StartedData data) {
            return data.singletons(Flyway.class)
                    .map(flyway -> flyway.getConfiguration().getTable());
        }
    }

    private static final class LiquibaseTables {

        static Stream<String> of(StartedData data) {
            return data.singletons(SpringLiquibase.class)
                    .flatMap(liquibase ->
                            Stream.of(liquibase.getDatabaseChangeLogTable(), liquibase.getDatabaseChangeLogLockTable()))
                    .filter(Objects::nonNull);
        }
    }
}
