package io.e2e.migrations.boot.targets;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.datasource.DataSourceAccess;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;

/** The application's own database is to be migrated, but it has no DataSource, or several of equal rank. */
public final class NoSingleDataSourceException extends MigrationException {

    private final List<String> names;

    private NoSingleDataSourceException(
            String problem, String remedy, Collection<String> names, NoSuchBeanDefinitionException cause) {
        super(problem, remedy, cause);
        this.names = List.copyOf(names);
    }

    static NoSingleDataSourceException of(NoSuchBeanDefinitionException cause) {
        Collection<String> found =
                cause instanceof NoUniqueBeanDefinitionException several ? several.getBeanNamesFound() : null;
        return found == null
                ? new NoSingleDataSourceException(
                        "The application's own database is to be migrated, but the application has no DataSource.",
                        DataSourceAccess.USE_EMBEDDED + " Or set spring.datasource.url, or define a DataSource.",
                        List.of(),
                        cause)
                : new NoSingleDataSourceException(
                        "The application has several DataSources (" + String.join(", ", found)
                                + "), and none is primary: it is not clear which one is to be migrated.",
                        "Set e2e.migrations.target=embedded, and the properties of that one to"
                                + " ${e2e.migrations.database.url}, .username and .password; or make it @Primary; or define"
                                + " a bean DatabaseAccess, as in new DataSourceAccess(() -> dataSource, new"
                                + " HostGuard(Set.of())); or set e2e.migrations.enabled=false.",
                        found,
                        cause);
    }

    /** The beans that were found. */
    public List<String> names() {
        return this.names;
    }
}
