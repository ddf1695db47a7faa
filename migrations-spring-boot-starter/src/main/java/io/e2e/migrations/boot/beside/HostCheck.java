package io.e2e.migrations.boot.beside;

import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.HostNotAllowedException;
import io.e2e.migrations.datasource.NotPostgresqlException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Keeps other tools that migrate from hosts that may be in use elsewhere, as the guard keeps the starter's own migrations,
 * whatever URL, user or DataSource leads there. A database in this process has no host, and passes.
 */
final class HostCheck {

    private static final Logger LOG = LoggerFactory.getLogger(HostCheck.class);

    private final ConfigurableListableBeanFactory beans;

    HostCheck(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * Looks at where a DataSource leads, by its URL if it tells one, then by its connection.
     *
     * @param tool what is about to migrate there, with its bean
     * @throws ForeignDatabaseException if that is a host that is not allowed
     */
    void check(String tool, DataSource dataSource) {
        HostGuard guard = ApplicationDatabase.guard(
                this.beans.getBean(E2eMigrationsProperties.class).allowedHosts(), this.beans);
        @Nullable String url = Connections.knownUrl(dataSource).orElse(null);
        try {
            guard.check(dataSource);
            guard.checkServers(url);
            try (Connection connection = dataSource.getConnection()) {
                url = connection.getMetaData().getURL();
                guard.checkServers(url);
                guard.check(connection);
            }
        } catch (HostNotAllowedException ex) {
            throw ForeignDatabaseException.refused(tool, url, ex);
        } catch (NotPostgresqlException | SQLException ex) {
            LOG.debug("{} uses another product, or cannot connect either, and says so", tool, ex);
        }
    }
}
