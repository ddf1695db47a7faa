package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.provision.PoolerException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A connection whose transactions run in another session than the one of its login. */
class PoolerTests extends OwnCatalog {

    @Test
    void connectWhenEachTransactionMayHaveAnotherSessionRefusesBeforeAnythingIsSet() throws SQLException {
        writeTwoTables();
        migrate();
        this.database.execute("DELETE FROM a");
        try (Connection login = this.database.connect();
                Connection serving = this.database.connect();
                MigrationService service = MigrationService.open(
                        this.catalog.config(),
                        new DataSourceAccess(() -> pooled(login, serving), new HostGuard(Set.of())))) {
            String message = """
                    the application's database at %s is reached through a connection pooler (such as PgBouncer, Odyssey,\
                     pgcat, Supavisor or RDS Proxy), which may run each transaction in another session of the server. The\
                     lock and the settings of a run would reach other clients. Nothing was changed.
                    Action: Use the server's own host and port in place of the pooler's, in spring.datasource.url of the\
                     tests or for the migrations. A pooler in session mode is refused too, because it looks the same to a\
                     client.""".formatted(
                    this.database.address().map(DatabaseAddress::plainUrl).orElseThrow());
            assertThatThrownBy(service::applyMigrations)
                    .isInstanceOf(PoolerException.class)
                    .hasMessage(message);
            assertThatThrownBy(service::reset)
                    .isInstanceOf(PoolerException.class)
                    .hasMessage(message);
        }
        assertThat(rows("a")).isEmpty();
        assertThat(this.database.query("SELECT pid::text FROM pg_locks WHERE locktype = 'advisory'"))
                .isEmpty();
    }

    private static DataSource pooled(Connection login, Connection serving) {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() {
                return (Connection) Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (self, method, arguments) -> {
                            if (method.getName().equals("close")) {
                                return null;
                            }
                            boolean ofDriver = arguments != null && arguments[0] == PGConnection.class;
                            try {
                                return method.invoke(ofDriver ? login : serving, arguments);
                            } catch (InvocationTargetException ex) {
                                throw ex.getTargetException();
                            }
                        });
            }

            @Override
            public Connection getConnection(String user, String password) {
                return getConnection();
            }
        };
    }
}
