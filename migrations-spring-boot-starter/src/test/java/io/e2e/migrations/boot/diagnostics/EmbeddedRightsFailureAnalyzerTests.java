package io.e2e.migrations.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.config.MigrationException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class EmbeddedRightsFailureAnalyzerTests {

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    private final MockEnvironment environment = new MockEnvironment().withProperty("e2e.migrations.target", "embedded");

    @Test
    void contextWhenFlywayLacksARightNamesTheSwitchAndStartsWithIt(CapturedOutput output) {
        try {
            start("--e2e.migrations.target=embedded");
        } catch (RuntimeException ex) {
            // The report is what is looked at.
        }
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("V1__roles.sql")
                .contains("permission denied to create role")
                .contains("""
                        Action:

                        The role of the embedded database is no superuser, as that of a service is none. If the application's \
                        migrations create roles, extensions or the like, set e2e.migrations.embedded.superuser=true in the \
                        test's properties: the role is then one, as in PostgreSQL's container image.
                        """);

        start("--e2e.migrations.target=embedded", "--e2e.migrations.embedded.superuser=true");
    }

    @Test
    void analyzeWhenRoleExistsAlreadySaysWhoSharesTheServer() {
        SQLException exists = new SQLException("ERROR: role \"reporting\" already exists", "42710");

        var analysis = new EmbeddedRightsFailureAnalyzer(this.beans, this.environment)
                .analyze(new IllegalStateException("V1__roles.sql failed", exists));

        assertThat(analysis.getDescription()).isEqualTo("V1__roles.sql failed");
        assertThat(analysis.getAction())
                .isEqualTo("Roles belong to a server, not to a database, and contexts with the same"
                        + " e2e.migrations.embedded properties share the server. Create the role only if pg_roles does not"
                        + " have it.");
    }

    @Test
    void analyzeWhenStatementIsOursAddsTheSwitchToOurRemedy() {
        SQLException denied = new SQLException("ERROR: permission denied", "42501");
        MigrationException ours = new MigrationException("001_a.sql:1 failed", "Run these:\n  GRANT x", denied) {};

        var analysis = new EmbeddedRightsFailureAnalyzer(this.beans, this.environment)
                .analyze(new IllegalStateException(ours));

        assertThat(analysis.getDescription()).isEqualTo("001_a.sql:1 failed");
        assertThat(analysis.getAction())
                .startsWith("Run these:\n  GRANT x\nThe role of the embedded database is no superuser");
        assertThat(analysis.getCause()).isSameAs(ours);
    }

    @Test
    void analyzeWhenRoleIsSuperuserOrDatabaseIsAnothersSaysNothing() {
        SQLException denied = new SQLException("ERROR: permission denied", "42501");
        EmbeddedRightsFailureAnalyzer analyzer = new EmbeddedRightsFailureAnalyzer(this.beans, this.environment);

        this.environment.setProperty("e2e.migrations.embedded.superuser", "true");
        assertThat(analyzer.analyze(denied)).isNull();
        this.environment.setProperty("e2e.migrations.embedded.superuser", "false");
        assertThat(analyzer.analyze(denied)).isNotNull();
        this.environment.setProperty("e2e.migrations.target", "datasource");
        assertThat(analyzer.analyze(denied)).isNull();
        this.environment.setProperty("e2e.migrations.target", "auto");
        this.beans.registerBeanDefinition("own", new RootBeanDefinition(PGSimpleDataSource.class));
        TargetChoice.register(this.beans, this.environment);
        assertThat(analyzer.analyze(denied)).isNull();
    }

    @Test
    void analyzersWhenTheRightIsOneOnATableExplainTheRole() {
        MigrationConfig config = MigrationConfig.defaults().withTables("audit_events");
        RootBeanDefinition definition = new RootBeanDefinition();
        KeptExplainer.keep(
                new DatabaseErrorExplainer(
                        MigrationService.open(config, request -> null), List.of(config), List.of(config)),
                definition);
        this.beans.registerBeanDefinition("initializer", definition);
        SQLException denied = new SQLException("ERROR: permission denied for table \"audit_events\"", "42501");

        String action = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(BeanFactory.class, this.beans).and(Environment.class, this.environment),
                        (type, name, failure) -> assertThat(name).doesNotContain("e2e"))
                .stream()
                .filter(analyzer -> analyzer.getClass().getName().startsWith("io.e2e."))
                .map(analyzer -> analyzer.analyze(denied))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow()
                .getAction();

        assertThat(action).startsWith("Let the application connect as that role");
    }

    private static void start(String... target) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] arguments = Stream.concat(
                        Stream.of(
                                "--spring.flyway.enabled=true",
                                "--spring.flyway.locations=classpath:beside/flyway-roles",
                                "--e2e.migrations.tables=audit_events"),
                        Stream.of(target))
                .toArray(String[]::new);
        application.run(arguments).close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
