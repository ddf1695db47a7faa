package io.e2e.migrations.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.provision.ExternalServer;
import io.e2e.migrations.provision.InitialContents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import javax.net.SocketFactory;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Connections of DataSources that do not tell where they lead. */
class LiveConnectionTests {

    private static final ForeignServer SERVER = ForeignServer.start();

    private static final DatabaseAddress ADDRESS = SERVER.address();

    private final HostGuard guard = new HostGuard(Set.of());

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /** The server's own address, as if a port were forwarded to it. */
    private static void serverIsAt(String address) {
        SERVER.execute("CREATE OR REPLACE FUNCTION pg_catalog.inet_server_addr() RETURNS inet LANGUAGE sql AS"
                + " $$ SELECT inet '" + address + "' $$");
    }

    @AfterEach
    void serverIsHere() {
        serverIsAt("127.0.0.1");
    }

    private static void connect(HostGuard guard, String url) throws SQLException {
        DataSource silent = new AbstractDataSource() {

            @Override
            public Connection getConnection() throws SQLException {
                return getConnection(ADDRESS.user(), ADDRESS.password().value());
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return DriverManager.getConnection(url, user, password);
            }
        };
        new DataSourceAccess(() -> silent, guard)
                .open(DatabaseRequest.defaults())
                .connect()
                .close();
    }

    @Test
    void connectWhenServerIsThisMachineConnects() {
        assertThatCode(() -> connect(this.guard, ADDRESS.jdbcUrl())).doesNotThrowAnyException();
    }

    @Test
    void connectWhenServerIsAContainersBehindAPublishedPortConnects() {
        serverIsAt("172.17.0.2");

        assertThatCode(() -> connect(this.guard, ADDRESS.jdbcUrl())).doesNotThrowAnyException();
    }

    @Test
    void connectWhenThePortIsForwardedToAPublicServerRefusesItUnlessItIsNamed() {
        serverIsAt("203.0.113.7");

        assertThatThrownBy(() -> connect(this.guard, ADDRESS.jdbcUrl()))
                .isInstanceOf(HostNotAllowedException.class)
                .hasMessage("The database 'action_history' is to be on host '127.0.0.1', which is this machine, but the"
                        + " connection leads to the server at 203.0.113.7, as a forwarded port does; a test does not"
                        + " migrate it.\n"
                        + "Action: " + DataSourceAccess.USE_EMBEDDED + " If it is a test database, name the host:"
                        + " e2e.migrations.allowed-hosts=127.0.0.1.");
        assertThatCode(() -> connect(new HostGuard(Set.of("127.0.0.1")), ADDRESS.jdbcUrl()))
                .doesNotThrowAnyException();
        assertThatCode(() -> connect(new HostGuard(Set.of(), Set.of(ADDRESS.jdbcUrl())), ADDRESS.jdbcUrl()))
                .doesNotThrowAnyException();
    }

    /** As isolation does, which creates databases on the server. */
    @Test
    void provisionerWhenThePortIsForwardedToAPublicServerRefusesIt() {
        UrlAccess access = UrlAccess.of(ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password(), this.guard);
        serverIsAt("203.0.113.7");

        assertThatThrownBy(() -> ExternalServer.provisioner(
                        access, ADDRESS.database(), DatabaseRequest.defaults(), new InitialContents(null, null)))
                .isInstanceOf(HostNotAllowedException.class)
                .hasMessageContaining("the connection leads to the server at 203.0.113.7");
        assertThat(SERVER.databases("e2e_test_")).isEmpty();
    }

    @Test
    void connectWhenTheDriverChoseAnotherHostThanTheUrlNamesRefusesIt() {
        String url = ADDRESS.jdbcUrl() + "?socketFactory=" + Elsewhere.class.getName();

        assertThatThrownBy(() -> connect(this.guard, url))
                .isInstanceOf(HostNotAllowedException.class)
                .hasMessageStartingWith("The database 'action_history' is wherever the class '"
                        + Elsewhere.class.getName() + "' connects");
        assertThatCode(() -> connect(new HostGuard(Set.of(Elsewhere.class.getName())), url))
                .doesNotThrowAnyException();
    }

    @Test
    void ofWhenAClassHasMadeTheSocketNamesIt() throws SQLException {
        String url = ADDRESS.withDatabase("postgres").jdbcUrl() + "?socketFactory=" + Elsewhere.class.getName();

        try (Connection connection = DriverManager.getConnection(
                url, ADDRESS.user(), ADDRESS.password().value())) {
            LiveConnection live = LiveConnection.of(connection);
            assertThat(live.socketFactory()).contains(Elsewhere.class.getName());
            assertThat(live.server()).hasToString("Optional[127.0.0.1:" + ADDRESS.port() + "]");
            assertThat(live.peerElsewhere()).contains("203.0.113.9");
        }
    }

    /** Makes sockets whose other end is elsewhere. */
    public static final class Elsewhere extends SocketFactory {

        @Override
        public Socket createSocket() {
            return new Socket() {

                @Override
                public java.net.SocketAddress getRemoteSocketAddress() {
                    return new java.net.InetSocketAddress("203.0.113.9", getPort());
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return new Socket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return new Socket(host, port, local, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return new Socket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return new Socket(host, port, local, localPort);
        }
    }
}
