package io.e2e.migrations.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

class HostGuardTests {

    private final HostGuard guard = new HostGuard(Set.of("db.test.example", "*.e2e.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost:5432/x",
                "jdbc:postgresql://127.0.0.1/x",
                "jdbc:postgresql://127.8.9.1:5433/x?user=me",
                "jdbc:postgresql://[::1]:5432/x",
                "jdbc:postgresql:x",
                "jdbc:postgresql://db.test.example/x",
                "jdbc:postgresql://DB.test.example/x",
                "jdbc:postgresql://one.e2e.example,localhost/x"
            })
    void loopbackAndNamedHostsAreAllowed(String url) {
        assertThatCode(() -> this.guard.check(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://prod.example:5432/x",
                "jdbc:postgresql://10.0.0.7/x",
                "jdbc:postgresql://localhost,prod.example/x",
                "jdbc:postgresql://localhost.example/x",
                "jdbc:postgresql://127.0.0.1.example/x",
                "jdbc:postgresql://dbxtest.example/x"
            })
    void anythingElseIsRefused(String url) {
        assertThatThrownBy(() -> this.guard.check(url)).isInstanceOf(HostNotAllowedException.class);
    }

    @Test
    void theRefusalNamesHostDatabaseAndPropertyButNoPassword() {
        assertThatThrownBy(() -> this.guard.check("jdbc:postgresql://prod.example/shop?password=hunter2"))
                .hasMessage("The database 'shop' is on host 'prod.example', which is neither this machine nor a"
                        + " container of this test; a test does not migrate it.\n"
                        + "Action: " + DataSourceAccess.USE_EMBEDDED + " If it is a test database, name the host:"
                        + " e2e.migrations.allowed-hosts=prod.example.");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://me:secret@prod.example/x, jdbc:postgresql:…@prod.example/x",
        "jdbc:postgresql://me:secret@prod.example:5432/x?ssl=true, jdbc:postgresql:…@prod.example:5432/x",
        "jdbc:postgresql://me:sec/ret@localhost/x, jdbc:postgresql:…@localhost/x",
        "jdbc:postgresql://me:sec@ret@localhost/x, …"
    })
    void checkWhenUserPrecedesHostRefusesWithoutShowingIt(String url, String shown) {
        assertThatThrownBy(() -> new HostGuard(Set.of("*")).check(url))
                .isInstanceOf(NotPostgresqlException.class)
                .hasMessage("The application's DataSource points to " + shown + ", and PostgreSQL's driver accepts no"
                        + " user before the host.\n"
                        + "Action: Set spring.datasource.username and spring.datasource.password, and take both out of"
                        + " spring.datasource.url. Write an '@' in the name of the database as %40.");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://me:secret@prod.example/x, jdbc:mysql:…@prod.example/x",
        "jdbc:mysql://me:sec?ret@prod.example/x, …",
        "jdbc:mysql://me:sec;ret@prod.example/x, …",
        "jdbc:postgresql://me:sec?ret@prod.example/x, …",
        "jdbc:oracle:thin:scott/tiger@//prod.example:1521/x, jdbc:oracle:…@//prod.example:1521/x",
        "jdbc:sqlserver://prod.example:1433;user=me;password=secret, jdbc:sqlserver://prod.example:1433",
        "jdbc:h2:mem:x;PASSWORD=secret, jdbc:h2:mem:x",
        "postgresql://me:secret@prod.example/x, postgresql:…@prod.example/x"
    })
    void checkWhenUrlIsAnotherProductsShowsNoSecret(String url, String shown) {
        assertThatThrownBy(() -> this.guard.check(url))
                .isInstanceOf(NotPostgresqlException.class)
                .hasMessageStartingWith("The application's DataSource points to " + shown + ", which");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:p6spy:postgresql://localhost:5432/shop, p6spy, jdbc:p6spy:postgresql://localhost:5432/shop",
        "jdbc:otel:postgresql://me:hunter2@localhost/shop?password=hunter2, otel, jdbc:otel:…@localhost/shop",
        "jdbc:log4jdbc:postgresql://prod.example/shop, log4jdbc, jdbc:log4jdbc:postgresql://prod.example/shop",
        "jdbc:aws-wrapper:postgresql://localhost/shop, aws-wrapper, jdbc:aws-wrapper:postgresql://localhost/shop"
    })
    void checkWhenDriverWrapsPostgresqlsAsksForThePlainUrl(String url, String driver, String shown) {
        assertThatThrownBy(() -> this.guard.check(url)).isInstanceOfSatisfying(NotPostgresqlException.class, error -> {
            assertThat(error.problem())
                    .isEqualTo(shown + " is a URL of the driver '" + driver + "', which wraps PostgreSQL's driver:"
                            + " it does not say where the server is, which has to be known here.");
            assertThat(error.remedy())
                    .matches("Set spring\\.datasource\\.url to the plain URL, jdbc:postgresql:(//|…@)[\\w.:]+/shop, in"
                            + " the test's properties, and take out spring\\.datasource\\.driver-class-name\\. "
                            + Pattern.quote(DataSourceAccess.USE_EMBEDDED));
            assertThat(error).hasMessageNotContaining("hunter2");
        });
    }

    @Test
    void checkWhenDriverStartsAContainerAsksForABean() {
        assertThatThrownBy(() -> this.guard.check("jdbc:tc:postgresql:16-alpine:///shop"))
                .hasMessage("""
                        jdbc:tc:postgresql:16-alpine:///shop is a URL of the driver 'tc', which starts a container: it \
                        does not say where the server is, which has to be known here.
                        Action: Start the container as a bean, with @ServiceConnection, in place of spring.datasource.url. \
                        To run the tests on an embedded PostgreSQL, write e2e.migrations.target=embedded into \
                        src/test/resources/config/application.properties.""");
    }

    @Test
    void checkWhenServerIsAContainersAllowsThatServerOnly() {
        HostGuard container =
                new HostGuard(Set.of(), Set.of("jdbc:postgresql://docker:32768/test?loggerLevel=OFF", "jdbc:h2:mem:x"));

        assertThatCode(() -> container.check("jdbc:postgresql://docker:32768/other"))
                .doesNotThrowAnyException();
        for (String server :
                new String[] {"docker:5432", "docker", "prod.example:32768", "docker:32768,prod.example"}) {
            assertThatThrownBy(() -> container.check("jdbc:postgresql://" + server + "/test"))
                    .isInstanceOf(HostNotAllowedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"172.17.0.1", "docker", "host.docker.internal"})
    void checkWhenTestcontainersIsInUseAllowsItsHost(String host) throws ReflectiveOperationException {
        String url = "jdbc:postgresql://" + host + ":32768/test";
        assertThatThrownBy(() -> this.guard.check(url)).isInstanceOf(HostNotAllowedException.class);
        Field strategy = DockerClientFactory.class.getDeclaredField("strategy");
        strategy.setAccessible(true);
        strategy.set(DockerClientFactory.instance(), new EngineAt(host));
        try {
            assertThatCode(() -> this.guard.check(url)).doesNotThrowAnyException();
            assertThatThrownBy(() -> this.guard.check("jdbc:postgresql://172.17.0.2/test"))
                    .isInstanceOf(HostNotAllowedException.class);
        } finally {
            strategy.set(DockerClientFactory.instance(), null);
        }
    }

    /** Where Testcontainers has found a Docker engine. */
    private static final class EngineAt extends DockerClientProviderStrategy {

        private final String host;

        EngineAt(String host) {
            this.host = host;
        }

        @Override
        public String getDockerHostIpAddress() {
            return this.host;
        }

        @Override
        public String getDescription() {
            return "an engine at " + this.host;
        }

        @Override
        public TransportConfig getTransportConfig() {
            return TransportConfig.builder().build();
        }
    }

    @Test
    void anotherProductIsNamed() {
        DriverManagerDataSource h2 = new DriverManagerDataSource("jdbc:h2:mem:x");
        MigrationService service =
                MigrationService.open(MigrationConfig.defaults(), new DataSourceAccess(() -> h2, this.guard));

        assertThatThrownBy(service::applyMigrations)
                .isInstanceOf(NotPostgresqlException.class)
                .hasMessage("""
                        The application's DataSource points to jdbc:h2:mem:x, which is not a PostgreSQL database.
                        Action: To run the tests on an embedded PostgreSQL, write e2e.migrations.target=embedded into \
                        src/test/resources/config/application.properties. Or point spring.datasource.url at a \
                        PostgreSQL.""");
    }
}
