package io.e2e.migrations.boot.beside;

import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.HostNotAllowedException;
import io.e2e.migrations.datasource.NotPostgresqlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.container.ContainerImageMetadata;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Keeps other tools that migrate from hosts that may be in use elsewhere, as the guard keeps the starter's own migrations,
 * whatever URL, user or DataSource leads there. A database in this process has no host, and passes.
 */
final class HostCheck {

    private static final Logger LOG = LoggerFactory.getLogger(HostCheck.class);

    private static final Pattern HOSTS =
            Pattern.compile("jdbc:[^/?;]*//(?:[^/?;@]*@)?([^/?;@]+?)(?::\\d+)?(?:[/?;].*)?");

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
        Connections.knownUrl(dataSource).ifPresent(url -> check(tool, url));
        try (Connection connection = dataSource.getConnection()) {
            check(tool, connection.getMetaData().getURL());
        } catch (SQLException ex) {
            LOG.debug("{} cannot connect either, and says so", tool, ex);
        }
    }

    private void check(String tool, String url) {
        HostGuard guard = new HostGuard(allowedHosts(), false);
        try {
            guard.check(url);
        } catch (HostNotAllowedException ex) {
            throw ForeignDatabaseException.onHost(tool, ex.host(), url);
        } catch (NotPostgresqlException ex) {
            host(url).ifPresent(host -> checkHost(tool, host, url, guard));
        }
    }

    private static void checkHost(String tool, String host, String url, HostGuard guard) {
        try {
            guard.check("jdbc:postgresql://" + host + "/");
        } catch (HostNotAllowedException ex) {
            throw ForeignDatabaseException.onHost(tool, host, url);
        }
    }

    private static Optional<String> host(String url) {
        Matcher matcher = HOSTS.matcher(url);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Those of the properties, and those of the containers of this context. */
    private Set<String> allowedHosts() {
        Set<String> hosts =
                new HashSet<>(this.beans.getBean(E2eMigrationsProperties.class).allowedHosts());
        for (String name : this.beans.getBeanNamesForType(JdbcConnectionDetails.class)) {
            if (this.beans.containsBeanDefinition(name)
                    && ContainerImageMetadata.isPresent(this.beans.getBeanDefinition(name))) {
                host(this.beans.getBean(name, JdbcConnectionDetails.class).getJdbcUrl())
                        .ifPresent(hosts::add);
            }
        }
        return hosts;
    }
}
