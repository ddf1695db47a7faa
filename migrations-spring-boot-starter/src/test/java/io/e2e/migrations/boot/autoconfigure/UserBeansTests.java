package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an application or its tests define themselves comes before what the starter would. */
class UserBeansTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.tables=audit_retention_policies");

    @BeforeAll
    static void startServer() {
        TestDatabases.access();
    }

    private static List<@Nullable String> tables(JdbcClient jdbc) {
        return jdbc.sql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                        + " AND relnamespace = 'public'::regnamespace ORDER BY 1")
                .query(String.class)
                .list();
    }

    @Test
    void customizersChangeWhatThePropertiesSayOneAfterTheOther() {
        this.runner
                .withUserConfiguration(Customizers.class)
                .withPropertyValues("e2e.migrations.apply=manual")
                .run(context -> {
                    assertThat(context.getBean(MigrationConfig.class).tables())
                            .containsExactly("audit_retention_policies", "from the first", "from the second");
                    assertThat(context.getBean(MigrationConfig.class).postgresDb())
                            .isEqualTo("second");
                });
    }

    @Test
    void customizersLeaveTheUsersOwnConfigurationsAlone() {
        MigrationConfig own = MigrationConfig.defaults().withTables("notification_audit");
        this.runner
                .withUserConfiguration(Customizers.class)
                .withBean(E2eMigrationsAutoConfiguration.CONFIG_BEAN, MigrationConfig.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(MigrationConfig.class)).isEqualTo(own));
    }

    @Test
    void configurationsAreAppliedInTheirOrderAndThatOfThePropertiesLast() {
        Plans plans = new Plans();
        this.runner
                .withUserConfiguration(OrderedConfigs.class)
                .withBean(Plans.class, () -> plans)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(plans.seen)
                            .containsExactly("[notification_audit]", "[audit_events]", "[audit_retention_policies]");
                    assertThat(context.getBean(MigrationService.class).plan().selection())
                            .containsExactly("notification_audit");
                });
    }

    @Test
    void listenersAreToldInTheirOrder() {
        this.runner
                .withUserConfiguration(OrderedListeners.class)
                .run(context ->
                        assertThat(context.getBean(OrderedListeners.class).told).containsExactly("first", "second"));
    }

    @Test
    void theUsersAccessIsTheWayToTheDatabase() {
        SharedDatabase database = SharedDatabase.create();
        this.runner.withBean(DatabaseAccess.class, database::access).run(context -> {
            assertThat(context).hasSingleBean(DatabaseAccess.class);
            assertThat(tables(context.getBean(JdbcClient.class))).contains("audit_retention_policies");
            assertThat(database.query("SELECT count(*)::text FROM audit_retention_policies"))
                    .containsExactly("5");
        });
    }

    @Test
    void theUsersConnectionDetailsAreTheDatabase() {
        try (var database = TestDatabases.create()) {
            DatabaseAddress address = database.address().orElseThrow();
            this.runner
                    .withBean("own", JdbcConnectionDetails.class, () -> new ProvidedConnectionDetails(database))
                    .run(context -> {
                        assertThat(context).hasSingleBean(JdbcConnectionDetails.class);
                        assertThat(context.getBean(TargetChoice.class).reason())
                                .isEqualTo("the application defines the bean 'own'");
                        assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
                                .isEqualTo(address.jdbcUrl());
                        assertThat(tables(context.getBean(JdbcClient.class))).contains("audit_retention_policies");
                    });
        }
    }

    @Test
    void theUsersDataSourceIsTheDatabase() {
        try (var database = TestDatabases.create()) {
            DatabaseAddress address = database.address().orElseThrow();
            this.runner
                    .withBean("own", DataSource.class, () -> dataSource(address))
                    .run(context -> {
                        assertThat(context).hasSingleBean(DataSource.class);
                        assertThat(context.getBean(TargetChoice.class).target()).isEqualTo(Target.DATASOURCE);
                        assertThat(tables(context.getBean(JdbcClient.class))).contains("audit_retention_policies");
                    });
        }
    }

    @Test
    void dataSourceOfAnotherLibrarysAutoConfigurationIsTheDatabase() {
        this.runner
                .withConfiguration(AutoConfigurations.of(ZzzLibraryAutoConfiguration.class))
                .run(context -> {
                    assertThat(context.getBean(TargetChoice.class).reason())
                            .isEqualTo("the application defines the bean 'libraryDataSource'");
                    assertThat(tables(context.getBean(JdbcClient.class))).contains("audit_retention_policies");
                });
    }

    @Test
    void urlThatABeanAddsIsNotPassedOver() {
        this.runner
                .withInitializer(context -> context.addBeanFactoryPostProcessor(
                        beans -> TestPropertyValues.of("spring.datasource.url=jdbc:postgresql://localhost:1/own")
                                .applyTo(context)))
                .run(context -> assertThat(context).getFailure().rootCause().hasMessage("""
                        The target embedded was chosen before any bean existed, because no namespace is given and the \
                        application brings no database of its own; but a bean, such as a DynamicPropertyRegistrar, has added \
                        properties since: spring.datasource.url is set.
                        Action: Set e2e.migrations.target=datasource to use what these properties name, or \
                        e2e.migrations.target=embedded to leave it alone."""));
    }

    @AutoConfiguration(before = DataSourceAutoConfiguration.class)
    static class ZzzLibraryAutoConfiguration {

        @Bean
        DataSource libraryDataSource() {
            return dataSource(TestDatabases.create().address().orElseThrow());
        }
    }

    private static HikariDataSource dataSource(DatabaseAddress address) {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(address.jdbcUrl());
        dataSource.setUsername(address.user());
        dataSource.setPassword(address.password().value());
        return dataSource;
    }

    private static final class Plans implements MigrationListener {

        private final List<String> seen = new ArrayList<>();

        @Override
        public void onPlan(MigrationPlan plan) {
            this.seen.add(plan.selection().toString());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        MigrationConfigCustomizer second() {
            return config -> add(config, "from the second").withPostgresDb("second");
        }

        @Bean
        @Order(1)
        MigrationConfigCustomizer first() {
            return config -> add(config, "from the first").withPostgresDb("first");
        }

        private static MigrationConfig add(MigrationConfig config, String table) {
            List<String> tables = new ArrayList<>(config.tables());
            tables.add(table);
            return config.withTables(tables);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OrderedConfigs {

        @Bean
        @Order(2)
        MigrationConfig later() {
            return MigrationConfig.defaults().withTables("audit_events");
        }

        @Bean
        @Order(1)
        MigrationConfig earlier() {
            return MigrationConfig.defaults().withTables("notification_audit");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OrderedListeners {

        private final List<String> told = new ArrayList<>();

        @Bean
        @Order(2)
        MigrationListener second() {
            return teller("second");
        }

        @Bean
        @Order(1)
        MigrationListener first() {
            return teller("first");
        }

        private MigrationListener teller(String name) {
            return new MigrationListener() {
                @Override
                public void onReport(MigrationReport report) {
                    OrderedListeners.this.told.add(name);
                }
            };
        }
    }
}
