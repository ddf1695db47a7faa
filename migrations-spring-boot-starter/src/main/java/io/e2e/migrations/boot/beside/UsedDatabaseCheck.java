package io.e2e.migrations.boot.beside;

import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.boot.targets.DatabaseSupport;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.datasource.SafeUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Makes sure that the application uses the database that the starter provides. A DataSource that it makes itself from
 * another URL, a JNDI name or a test slice's replacement would leave it on another one, without a word.
 */
public final class UsedDatabaseCheck implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(UsedDatabaseCheck.class);

    private final MigratedDatabase migrated;
    private final TargetChoice choice;
    private final ConfigurableListableBeanFactory beans;

    UsedDatabaseCheck(MigratedDatabase migrated, TargetChoice choice, ConfigurableListableBeanFactory beans) {
        this.migrated = migrated;
        this.choice = choice;
        this.beans = beans;
    }

    /**
     * Compares.
     *
     * @throws OtherDatabaseUsedException if no DataSource leads to the database, or the one that is injected does not
     */
    @Override
    public void afterPropertiesSet() {
        // Without Spring Boot's JDBC there is no DataSource; with the application's own as the target, nothing to
        // compare; and isolation, which refuses a DataSource of the application's, has brought its own.
        if (!DatabaseSupport.hasJdbc()
                || !this.choice.isProvided()
                || this.beans.containsBean(ApplicationDatabase.DATA_SOURCE)
                || this.migrated.first().address().isEmpty()) {
            return;
        }
        ObjectProvider<DataSource> candidates = this.beans.getBeanProvider(DataSource.class);
        DataSource injected = candidates.getIfUnique();
        List<DataSource> used = injected == null ? candidates.stream().toList() : List.of(injected);
        if (!used.isEmpty() && noneMayBeMigrated(used)) {
            throw new OtherDatabaseUsedException(
                    this.choice.target(),
                    this.migrated.first().description(),
                    name(used.get(0)),
                    describe(used.get(0)));
        }
    }

    private boolean noneMayBeMigrated(List<DataSource> used) {
        for (DataSource dataSource : used) {
            for (DataSource end : ends(dataSource)) {
                if (mayBeMigrated(end)) {
                    return false;
                }
            }
        }
        return true;
    }

    private String name(DataSource dataSource) {
        return BeanFactoryUtils.beansOfTypeIncludingAncestors(this.beans, DataSource.class).entrySet().stream()
                .filter(bean -> bean.getValue().equals(dataSource))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Where a DataSource leads in the end: one that routes chooses only when it is used, perhaps for a tenant. */
    private static List<DataSource> ends(DataSource dataSource) {
        AbstractRoutingDataSource routing = DataSourceUnwrapper.unwrap(dataSource, AbstractRoutingDataSource.class);
        if (routing == null) {
            return List.of(dataSource);
        }
        List<DataSource> ends = new ArrayList<>(routing.getResolvedDataSources().values());
        DataSource otherwise = routing.getResolvedDefaultDataSource();
        if (otherwise != null) {
            ends.add(otherwise);
        }
        return ends;
    }

    /** What connects only later, or never as a mock does, leads to no other database. */
    private boolean mayBeMigrated(DataSource dataSource) {
        try {
            return this.migrated.isBehind(dataSource);
        } catch (RuntimeException ex) {
            LOG.debug("Where {} leads does not show yet", dataSource, ex);
            return true;
        }
    }

    private static String describe(DataSource dataSource) {
        return SafeUrl.of(ends(dataSource).stream()
                .findFirst()
                .flatMap(end -> Connections.knownUrl(end).or(() -> connectedUrl(end)))
                .orElse(null));
    }

    private static Optional<String> connectedUrl(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return Optional.ofNullable(connection.getMetaData().getURL());
        } catch (SQLException ex) {
            return Optional.empty();
        }
    }
}
