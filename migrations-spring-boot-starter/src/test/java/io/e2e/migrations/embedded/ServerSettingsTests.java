package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.provision.Contents;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.testing.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSettingsTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults();

    private static final String CREATE = "CREATE ROLE reporting; CREATE EXTENSION pg_stat_statements";

    /** One server for all settings, as making a cluster is slow; the built-in locale needs no file of this machine. */
    @Test
    void serverHasThePortTheLocaleAndTheRightsThatAreChosen() throws Exception {
        try (TestCache cache = TestCache.create()) {
            int port = freePort();
            ServerSettings server = ServerSettings.defaults()
                    .withPort(port)
                    .withInitdbOptions(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"))
                    .withSuperuser();
            EmbeddedAccess access = EmbeddedAccess.with(cache.settings().withServer(server));
            try (DatabaseProvisioner databases = access.provisioner(CONFIG.databaseRequest(), Contents.of(CREATE));
                    TargetDatabase first = databases.next();
                    TargetDatabase second = databases.next()) {
                assertThat(first.description()).contains("127.0.0.1:" + port + "/");
                for (TargetDatabase database : List.of(first, second)) {
                    assertThat(
                                    Sql.row(
                                            database,
                                            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()"))
                            .containsExactly("b", "C.UTF-8");
                    assertThat(Sql.value(database, "SELECT count(*) FROM pg_extension WHERE extname LIKE 'pg_stat%'"))
                            .isEqualTo("1");
                }
            }
        }
    }

    @Test
    void roleWhenNothingIsSaidIsNoSuperuser() {
        try (TargetDatabase database =
                EmbeddedAccess.with(EmbeddedSettings.defaults()).open(CONFIG.databaseRequest())) {
            assertThat(Sql.value(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void initdbWhenLocaleIsUnknownFailsWithItsErrorAndTheProperty() {
        EmbeddedSettings settings = EmbeddedSettings.defaults()
                .withServer(ServerSettings.defaults().withInitdbOptions(List.of("--locale=xx_YY")));

        assertThatThrownBy(() -> EmbeddedAccess.with(settings).open(CONFIG.databaseRequest()))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageStartingWith(
                        "The embedded PostgreSQL 18.6 did not start: initdb ended with exit code 1: initdb:"
                                + " error: invalid locale name \"xx_YY\". The end of its output:")
                .hasMessageEndingWith("Action: Correct e2e.migrations.embedded.initdb-options.");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
