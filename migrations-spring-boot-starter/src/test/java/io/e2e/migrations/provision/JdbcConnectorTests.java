package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGProperty;

class JdbcConnectorTests {

    private final TargetDatabase database = TestDatabases.create();
    private final DatabaseAddress address = this.database.address().orElseThrow();

    @AfterEach
    void close() {
        this.database.close();
    }

    @Test
    void connectWhenUrlHasAnApplicationNameUsesOurs() throws SQLException {
        JdbcConnector connector = JdbcConnector.within(Duration.ofSeconds(10))
                .with(PGProperty.APPLICATION_NAME, "e2e-migrations owner x");

        assertThat(applicationName(connector, withParameters(Map.of("ApplicationName", "mine"))))
                .isEqualTo("e2e-migrations owner x");
    }

    @Test
    void connectWhenForTheApplicationUsesTheNameInItsUrl() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("options", "-c jit=off");

        assertThat(applicationName(
                        JdbcConnector.forApplication(properties), withParameters(Map.of("ApplicationName", "mine"))))
                .isEqualTo("mine");
    }

    @Test
    void connectWhenLoggedInLimitsNoStatement() throws SQLException {
        try (Connection connection = JdbcConnector.within(Duration.ofNanos(1)).connect(this.address)) {
            assertThat(connection.getNetworkTimeout()).isZero();
        }
    }

    @Test
    void connectWhenUrlLimitsStatementsKeepsThatLimit() throws SQLException {
        try (Connection connection =
                JdbcConnector.within(Duration.ofSeconds(10)).connect(withParameters(Map.of("socketTimeout", "77")))) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(77_000);
        }
    }

    @Test
    void connectWhenServerNeverAnswersFailsInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            DatabaseAddress nobody = new DatabaseAddress(
                    "127.0.0.1", silent.getLocalPort(), "x", this.address.user(), this.address.password());

            assertThatThrownBy(() -> JdbcConnector.within(Duration.ofMillis(1)).connect(nobody))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            ex -> assertThat(ex.getSQLState()).startsWith("08"));
        }
    }

    private DatabaseAddress withParameters(Map<String, String> parameters) {
        return new DatabaseAddress(
                this.address.host(),
                this.address.port(),
                this.address.database(),
                this.address.user(),
                this.address.password(),
                parameters);
    }

    private static String applicationName(JdbcConnector connector, DatabaseAddress address) throws SQLException {
        try (Connection connection = connector.connect(address)) {
            return Sql.value(connection, "SHOW application_name");
        }
    }
}
