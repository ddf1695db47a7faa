package io.e2e.migrations.boot.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;
import org.springframework.beans.factory.config.AbstractFactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The choice by properties and bean definitions; no bean is created. */
class TargetChoiceTests {

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            | EMBEDDED | no namespace is given and the application brings no database of its own
            spring.datasource.url=jdbc:postgresql://localhost/own | DATASOURCE | spring.datasource.url is set
            spring.datasource.url= | EMBEDDED | no namespace is given and the application brings no database of its own
            spring.datasource.jndi-name=jdbc/own | DATASOURCE | spring.datasource.jndi-name is set
            spring.datasource.jndi-name=false | EMBEDDED | no namespace is given and the application brings no database \
            of its own
            spring.datasource.hikari.jdbcUrl=jdbc:postgresql:own | DATASOURCE | spring.datasource.hikari.jdbc-url is set
            spring.datasource.driver-class-name=org.postgresql.Driver | EMBEDDED | no namespace is given and the \
            application brings no database of its own
            e2e.migrations.namespace=e2e | KUBERNETES | e2e.migrations.namespace is e2e
            e2e.migrations.namespace= | EMBEDDED | no namespace is given and the application brings no database of its own
            e2e.migrations.target=EMBEDDED | EMBEDDED | e2e.migrations.target says so
            e2e.migrations.target=Kubernetes | KUBERNETES | e2e.migrations.target says so
            e2e.migrations.target= | EMBEDDED | no namespace is given and the application brings no database of its own
            """)
    void choiceWhenPropertyIsSetFollowsIt(String property, Target target, String reason) {
        assertThat(choice(property == null ? new String[0] : new String[] {property}))
                .isEqualTo(new TargetChoice(target, reason));
    }

    @Test
    void choiceWhenUrlIsAnEnvironmentVariableFollowsIt() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test", Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://localhost/own")));

        assertThat(TargetChoice.register(this.beans, environment).target()).isEqualTo(Target.DATASOURCE);
    }

    @Test
    void choiceWhenDataSourceIsNoCandidatePassesOverIt() {
        RootBeanDefinition reports = new RootBeanDefinition(PGSimpleDataSource.class);
        reports.setDefaultCandidate(false);
        RootBeanDefinition hidden = new RootBeanDefinition(PGSimpleDataSource.class);
        hidden.setAutowireCandidate(false);
        this.beans.registerBeanDefinition("reports", reports);
        this.beans.registerBeanDefinition("hidden", hidden);
        this.beans.registerBeanDefinition("scopedTarget.proxied", new RootBeanDefinition(PGSimpleDataSource.class));

        assertThat(choice().target()).isEqualTo(Target.EMBEDDED);
    }

    @Test
    void choiceWhenDataSourceIsFallbackTakesIt() {
        RootBeanDefinition fallback = new RootBeanDefinition(PGSimpleDataSource.class);
        fallback.setFallback(true);
        this.beans.registerBeanDefinition("own", fallback);

        assertThat(choice()).isEqualTo(byBean("own"));
    }

    @Test
    void choiceWhenFactoryBeanMakesTheDataSourceTakesIt() {
        this.beans.registerBeanDefinition("own", new RootBeanDefinition(DataSourceFactory.class));

        assertThat(choice()).isEqualTo(byBean("own"));
    }

    @Test
    void choiceWhenParentHasTheDataSourceTakesIt() {
        DefaultListableBeanFactory parent = new DefaultListableBeanFactory();
        parent.registerBeanDefinition("own", new RootBeanDefinition(PGSimpleDataSource.class));
        this.beans.setParentBeanFactory(parent);

        assertThat(choice()).isEqualTo(byBean("own"));
    }

    @Test
    void choiceWhenDataSourceIsForTransactionsOfSeveralTakesIt() {
        this.beans.registerBeanDefinition("own", new RootBeanDefinition(XADataSource.class, PGXADataSource::new));

        assertThat(choice()).isEqualTo(byBean("own"));
    }

    @Test
    void choiceWhenThereAreBeanAndUrlIsTheBeans() {
        this.beans.registerBeanDefinition("own", new RootBeanDefinition(PGSimpleDataSource.class));

        assertThat(choice("spring.datasource.url=${SHOP_DB_URL}")).isEqualTo(byBean("own"));
    }

    @Test
    void choiceWhenUrlHasNoValueOffersTheEmbeddedTarget() {
        assertThatThrownBy(() -> choice("spring.datasource.url=${SHOP_DB_URL}"))
                .isInstanceOf(UnresolvedPlaceholderException.class)
                .hasMessage("""
                        spring.datasource.url is ${SHOP_DB_URL}, and the placeholder SHOP_DB_URL has no value.
                        Action: To run the tests on an embedded PostgreSQL, write e2e.migrations.target=embedded into \
                        src/test/resources/config/application.properties. Or give SHOP_DB_URL a value, in the environment \
                        or in the test's properties.""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spring.datasource.url=jdbc:postgresql://${X}/shop?password=hunter2 | \
            spring.datasource.url is jdbc:postgresql://${X}/shop, and the placeholder X has no value.
            spring.datasource.jndi-name=jdbc/${X} | \
            spring.datasource.jndi-name is jdbc/${X}, and the placeholder X has no value.
            spring.datasource.username=${X} | spring.datasource.username is ${X}, and the placeholder X has no value.
            spring.datasource.password=hunter2${X} | \
            spring.datasource.password is set, and the placeholder X has no value.
            e2e.migrations.target=${X} | e2e.migrations.target is ${X}, and the placeholder X has no value.
            e2e.migrations.namespace=${X} | e2e.migrations.namespace is ${X}, and the placeholder X has no value.
            e2e.migrations.connect-timeout=${X} | \
            e2e.migrations.connect-timeout is ${X}, and the placeholder X has no value.
            e2e.migrations.postgres-password=hunter2${X} | \
            e2e.migrations.postgres-password is set, and the placeholder X has no value.
            """)
    void choiceWhenPlaceholderHasNoValueNamesIt(String property, String problem) {
        assertThatThrownBy(() -> choice("spring.datasource.url=jdbc:postgresql:own", property))
                .isInstanceOfSatisfying(UnresolvedPlaceholderException.class, error -> {
                    assertThat(error.problem()).isEqualTo(problem);
                    assertThat(error.placeholder()).isEqualTo("X");
                    assertThat(error).hasMessageNotContaining("hunter2");
                });
    }

    @Test
    void choiceWhenTargetIsNamedIgnoresTheUrl() {
        assertThat(choice("spring.datasource.url=${SHOP_DB_URL}", "e2e.migrations.target=embedded")
                        .target())
                .isEqualTo(Target.EMBEDDED);
        assertThat(choice("spring.datasource.url=${SHOP_DB_URL}", "e2e.migrations.namespace=e2e")
                        .target())
                .isEqualTo(Target.KUBERNETES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc/shop", "${SHOP_JNDI}"})
    void choiceWhenJndiNameIsSetBesideAnotherTargetIsRefused(String name) {
        assertThatThrownBy(() -> choice("spring.datasource.jndi-name=" + name, "e2e.migrations.target=embedded"))
                .isInstanceOf(JndiDataSourceException.class)
                .hasMessage("""
                        The target is embedded, but spring.datasource.jndi-name is set, so the application would look up \
                        another database in JNDI.
                        Action: Set spring.datasource.jndi-name=false in the test's properties.""");
    }

    @Test
    void choiceWhenDataSourceIsNamedReadsTheUrl() {
        assertThatThrownBy(() -> choice("spring.datasource.url=${SHOP_DB_URL}", "e2e.migrations.target=datasource"))
                .isInstanceOf(UnresolvedPlaceholderException.class);
    }

    @Test
    void choiceWhenOnlyR2dbcKnowsTheDatabaseIsRefusedUntilATargetIsNamed(@TempDir Path driver) throws IOException {
        String url = "spring.r2dbc.url=r2dbc:postgresql://localhost/shop";
        assertThat(choice(url).target()).isEqualTo(Target.EMBEDDED);

        Files.createDirectories(driver.resolve("META-INF/services"));
        Files.createFile(driver.resolve("META-INF/services/io.r2dbc.spi.ConnectionFactoryProvider"));
        ClassLoader original = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader withDriver =
                new URLClassLoader(new URL[] {driver.toUri().toURL()}, original)) {
            Thread.currentThread().setContextClassLoader(withDriver);
            assertThatThrownBy(() -> choice(url))
                    .isInstanceOf(R2dbcDatabaseException.class)
                    .hasMessage("""
                            The application's own database is known to R2DBC only, because spring.r2dbc.url is set, and \
                            migrations run through JDBC.
                            Action: To run the tests on an embedded PostgreSQL, write e2e.migrations.target=embedded into \
                            src/test/resources/config/application.properties. R2DBC is then led there, too. To migrate the \
                            application's own database, give its JDBC URL in spring.datasource.url.""");
            assertThat(choice(url, "e2e.migrations.target=embedded").target()).isEqualTo(Target.EMBEDDED);
            assertThat(choice(url, "spring.datasource.url=jdbc:postgresql:shop").target())
                    .isEqualTo(Target.DATASOURCE);

            this.beans.registerBeanDefinition(
                    "container", new RootBeanDefinition(R2dbcConnectionDetails.class, () -> null));
            assertThatThrownBy(this::choice)
                    .isInstanceOf(R2dbcDatabaseException.class)
                    .hasMessageStartingWith("The application's own database is known to R2DBC only, because the"
                            + " application defines the bean 'container', and migrations run through JDBC.");
        } finally {
            Thread.currentThread().setContextClassLoader(original);
        }
    }

    private static TargetChoice byBean(String name) {
        return new TargetChoice(Target.DATASOURCE, "the application defines the bean '" + name + "'");
    }

    private TargetChoice choice(String... properties) {
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of(properties).applyTo(environment);
        return TargetChoice.register(this.beans, environment);
    }

    static final class DataSourceFactory extends AbstractFactoryBean<DataSource> {

        @Override
        public Class<?> getObjectType() {
            return DataSource.class;
        }

        @Override
        protected DataSource createInstance() {
            throw new IllegalStateException("no bean is created");
        }
    }
}
