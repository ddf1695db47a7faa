package io.e2e.migrations.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

class HostGuardTests {

    @TempDir
    Path directory;

    private final HostGuard guard = new HostGuard(Set.of("db.test.example", "*.e2e.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost:5432/x",
                "jdbc:postgresql://127.0.0.1/x",
                "jdbc:postgresql://127.8.9.1:5433/x?user=me",
                "jdbc:postgresql://[::1]:5432/x",
                "jdbc:postgresql:x",
                "jdbc:postgresql:///x",
                "jdbc:postgresql://:5433/x",
                "jdbc:postgresql://localhost/",
                "jdbc:postgresql://127.1/x",
                "jdbc:postgresql://2130706433/x",
                "jdbc:postgresql://[::ffff:127.0.0.1]/x",
                "jdbc:postgresql://[::1%lo]/x",
                "jdbc:postgresql://prod.example/x?PGHOST=localhost",
                "jdbc:postgresql://localhost/x?sslfactory=org.postgresql.ssl.NonValidatingFactory",
                "jdbc:postgresql://localhost/x?sslpassword=a@b",
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
                "jdbc:postgresql://localhost,prod.example/x?targetServerType=any&loadBalanceHosts=true",
                "jdbc:postgresql://,prod.example/x",
                "jdbc:postgresql://localhost/x?PGHOST=prod.example",
                "jdbc:postgresql://localhost/x?host=prod.example",
                "jdbc:postgresql:x?PGHOST=prod.example",
                "jdbc:postgresql:///x?host=prod.example",
                "jdbc:postgresql://localhost%2e.example/x",
                "jdbc:postgresql://localhost./x",
                "jdbc:postgresql://[::127.0.0.1]/x",
                "jdbc:postgresql://[64:ff9b::127.0.0.1]/x",
                "jdbc:postgresql://0x7f.1/x",
                "jdbc:postgresql://3232235777/x",
                "jdbc:postgresql://localhost.example/x",
                "jdbc:postgresql://127.0.0.1.example/x",
                "jdbc:postgresql://dbxtest.example/x"
            })
    void anythingElseIsRefused(String url) {
        assertThatThrownBy(() -> this.guard.check(url)).isInstanceOf(HostNotAllowedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "//prod.example/shop;password=hunter2, prod.example",
        "//localhost/shop?host=me:hunter2@prod.example, …@prod.example",
        "//localhost/shop?host=me:hunter2%2540prod.example, …@prod.example",
        "'//localhost,prod.example/shop&password=hunter2?a=b', prod.example"
    })
    void theRefusalShowsNoSecretWhereverItStands(String url, String host) {
        assertThatThrownBy(() -> this.guard.check("jdbc:postgresql:" + url))
                .isInstanceOfSatisfying(HostNotAllowedException.class, refusal -> {
                    assertThat(refusal.host()).isEqualTo(host);
                    assertThat(refusal.database()).isEqualTo("shop");
                    assertThat(refusal.problem())
                            .isEqualTo(
                                    "The database 'shop' is on host '" + host + "', which is neither this machine nor a"
                                            + " container of this test; a test does not migrate it.");
                    assertThat(refusal).hasMessageNotContaining("hunter2");
                });
    }

    @Test
    void checkWhenAnIpv6AddressIsNamedWithOrWithoutBracketsAllowsIt() {
        for (String named : new String[] {"2001:db8::1", "[2001:db8::1]"}) {
            assertThatCode(() -> new HostGuard(Set.of(named)).check("jdbc:postgresql://[2001:db8::1]/x"))
                    .doesNotThrowAnyException();
        }
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
        "jdbc:postgresql://me:sec@ret@localhost/x, …",
        "jdbc:postgresql://me:secret%40prod.example/x, jdbc:postgresql:…@prod.example/x",
        "jdbc:postgresql://localhost/x;me:secret@prod.example, …"
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
        "jdbc:db2://prod.example:50000/x:password=secret;user=me;, jdbc:db2://prod.example:50000/x",
        "'jdbc:teradata://prod.example/DATABASE=x,PASSWORD=secret', jdbc:teradata://prod.example",
        "'jdbc:mysql://address=(host=prod.example)(password=secret)/x', jdbc:mysql:",
        "'jdbc:mysql://me:secret@one.example,me:secret@two.example/x', …",
        "jdbc:mysql://me:secret%40prod.example/x, jdbc:mysql:…@prod.example/x",
        "jdbc:clickhouse://prod.example/x?access_token=secret, jdbc:clickhouse://prod.example/x",
        "r2dbc:postgresql://me:secret@prod.example/x, r2dbc:postgresql:…@prod.example/x",
        "r2dbc:pool:postgresql://me:secret@prod.example/x, r2dbc:pool:postgresql:…@prod.example/x",
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
        "jdbc:otel:postgresql://me:hunter2@localhost/shop?password=hunter2, otel, jdbc:otel:postgresql:…@localhost/shop",
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

    @Test
    void checkWhenTheDriverWouldLogAPasswordDoesNotAskIt() {
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {

            @Override
            public void publish(LogRecord line) {
                logged.add(new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        Logger.getLogger("org.postgresql").addHandler(handler);
        try {
            for (String url :
                    new String[] {"me:hunter2@localhost", "me:hunter2@localhost/x", "me:hunter?2@localhost/x"}) {
                assertThatThrownBy(() -> this.guard.check("jdbc:postgresql://" + url))
                        .isInstanceOf(NotPostgresqlException.class)
                        .hasMessageNotContaining("hunter");
            }
            assertThat(logged).noneMatch(line -> line.contains("hunter"));
        } finally {
            Logger.getLogger("org.postgresql").removeHandler(handler);
        }
    }

    @Test
    void checkWhenServerIsOneOfSeveralContainersAllowsTheirServersOnly() {
        HostGuard containers = new HostGuard(
                Set.of(),
                Set.of("jdbc:postgresql://docker:32768/orders", "jdbc:postgresql://docker:32769/reports?a=b"));

        assertThatCode(() -> {
                    containers.check("jdbc:postgresql://docker:32769/x");
                    containers.check("jdbc:postgresql://docker:32768,docker:32769/x");
                    containers.check("jdbc:postgresql:x?PGHOST=docker&PGPORT=32768");
                })
                .doesNotThrowAnyException();
        for (String url : new String[] {
            "//docker:32770/x",
            "//docker:32768,docker:5432/x",
            "//docker:32768/x?PGHOST=prod.example",
            "//docker:32768/x?port=1"
        }) {
            assertThatThrownBy(() -> containers.check("jdbc:postgresql:" + url))
                    .isInstanceOf(HostNotAllowedException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"socketFactory, com.google.cloud.sql.postgres.SocketFactory", "sslfactory, com.example.OtherSockets"})
    void checkWhenAClassMakesTheSocketsAllowsItOnlyByName(String property, String name) {
        String url = "jdbc:postgresql://localhost/shop?" + property + "=" + name + "&socketFactoryArg=hunter2";

        assertThatThrownBy(() -> this.guard.check(url))
                .isInstanceOf(HostNotAllowedException.class)
                .hasMessage("The database 'shop' is wherever the class '" + name + "' connects, which the driver's"
                        + " property " + property
                        + " names, and not on the host of its URL; a test does not migrate it.\n"
                        + "Action: " + DataSourceAccess.USE_EMBEDDED
                        + " If the class leads to a test database only, name"
                        + " it: e2e.migrations.allowed-hosts=" + name + ".");
        assertThatCode(() -> new HostGuard(Set.of(name)).check(url)).doesNotThrowAnyException();
    }

    @Test
    void checkWhenAServiceNamesTheHostReadsItsFile() throws IOException {
        Path services = Files.writeString(
                this.directory.resolve("services"), "[prod]\nhost=prod.example\n[here]\nhost=localhost\nport=5433\n");
        System.setProperty("org.postgresql.pgservicefile", services.toString());
        try {
            assertThatCode(() -> this.guard.check("jdbc:postgresql:x?service=here"))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> this.guard.check("jdbc:postgresql:x?service=prod"))
                    .isInstanceOf(HostNotAllowedException.class)
                    .hasMessageStartingWith("The database 'x' is on host 'prod.example', which");
            assertThatThrownBy(() -> this.guard.check("jdbc:postgresql:x?service=none"))
                    .isInstanceOf(NotPostgresqlException.class);
        } finally {
            System.clearProperty("org.postgresql.pgservicefile");
        }
    }

    /** The driver reads the file once, by its own class loader. */
    @Test
    void checkWhenAFileConfiguresTheDriverReadsIt() throws Exception {
        Path file = this.directory.resolve("org/postgresql/driverconfig.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "PGHOST=prod.example\n");
        List<URL> places = new ArrayList<>(List.of(this.directory.toUri().toURL()));
        for (Class<?> type :
                new Class<?>[] {HostGuard.class, Driver.class, MigrationConfig.class, LoggerFactory.class}) {
            places.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        try (URLClassLoader apart =
                new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = apart.loadClass(HostGuard.class.getName());
            Object apartGuard = type.getConstructor(Set.class).newInstance(Set.of());
            Method check = type.getMethod("check", String.class);

            check.invoke(apartGuard, "jdbc:postgresql://localhost/x");
            assertThatThrownBy(() -> check.invoke(apartGuard, "jdbc:postgresql:x"))
                    .cause()
                    .hasMessageStartingWith("The database 'x' is on host 'prod.example', which");
        }
    }

    @Test
    void checkWhenAProxyIsBetweenRefusesTheHostUnlessItIsNamed() {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new SocksProxy());
        try {
            assertThatThrownBy(() -> this.guard.check("jdbc:postgresql://[::1]:5433/shop"))
                    .hasMessage("The database 'shop' is reached through the SOCKS proxy"
                            + " proxy.example/<unresolved>:1080, which decides what '::1' is; a test does not migrate it.\n"
                            + "Action: " + DataSourceAccess.USE_EMBEDDED
                            + " To connect without the proxy, add the host to"
                            + " the system property socksNonProxyHosts. If it is a test database, name the host:"
                            + " e2e.migrations.allowed-hosts=::1.");
            assertThatCode(() -> {
                        this.guard.check("jdbc:postgresql://localhost:5432/shop");
                        new HostGuard(Set.of("::1")).check("jdbc:postgresql://[::1]:5433/shop");
                    })
                    .doesNotThrowAnyException();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    /** Between this JVM and one port. */
    private static final class SocksProxy extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(
                    uri.toString().equals("socket://[0:0:0:0:0:0:0:1]:5433")
                            ? new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("proxy.example", 1080))
                            : Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException ex) {
            // Nothing is connected.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost",
                "jdbc:postgresql:/x",
                "jdbc:postgresql://localhost:none/x",
                "jdbc:postgresql://localhost/x?PGPORT=1,2"
            })
    void checkWhenTheDriverCannotReadTheUrlSaysSo(String url) {
        assertThatThrownBy(() -> this.guard.check(url))
                .isInstanceOf(NotPostgresqlException.class)
                .hasMessage("The application's DataSource points to " + url.replaceFirst("[?].*", "")
                        + ", which PostgreSQL's driver cannot read.\n"
                        + "Action: Write spring.datasource.url as jdbc:postgresql://HOST:PORT/DATABASE, with a '/' after"
                        + " the host, a port for each host, and a 'service' that pg_service.conf contains.");
    }

    static Stream<DataSource> elsewhere() {
        HikariDataSource byUrl = new HikariDataSource();
        byUrl.setJdbcUrl("jdbc:postgresql:x");
        byUrl.addDataSourceProperty("PGHOST", "prod.example");
        HikariDataSource byClass = new HikariDataSource();
        byClass.setDataSourceClassName(PGSimpleDataSource.class.getName());
        byClass.addDataSourceProperty("serverName", "prod.example");
        PGSimpleDataSource drivers = new PGSimpleDataSource();
        drivers.setServerNames(new String[] {"localhost", "prod.example"});
        drivers.setPortNumbers(new int[] {0, 0});
        DriverManagerDataSource springs = new DriverManagerDataSource("jdbc:postgresql:x");
        springs.setConnectionProperties(byUrl.getDataSourceProperties());
        HikariDataSource around = new HikariDataSource();
        around.setDataSource(drivers);
        DriverManagerDataSource wrapped = new DriverManagerDataSource("jdbc:p6spy:postgresql://prod.example/x");
        return Stream.of(byUrl, byClass, drivers, springs, around, wrapped, new LazyConnectionDataSourceProxy(springs));
    }

    @ParameterizedTest
    @MethodSource("elsewhere")
    void openWhenTheDataSourceLeadsElsewhereDoesNotConnect(DataSource dataSource) {
        TargetDatabase database = new DataSourceAccess(() -> dataSource, this.guard).open(DatabaseRequest.defaults());

        assertThatThrownBy(database::connect).isInstanceOf(HostNotAllowedException.class);
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
