package io.e2e.migrations;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import java.util.ServiceLoader;

/**
 * Plans a selection of tables from a catalog whose files do not say what they make. The starter has one, which finds it out
 * by a replay; it is found by {@link ServiceLoader}. Implementations are thread-safe.
 */
public interface TableSelector {

    /**
     * Plans a selection.
     *
     * @param catalog the migrations, without facts
     * @param config names the tables
     * @param access opens the database to which the plan will be applied
     * @return a plan that gives the selected tables what the whole catalog gives them; at worst the whole catalog
     * @throws io.e2e.migrations.plan.UnknownSelectionException if an entry matches nothing
     */
    MigrationPlan select(MigrationCatalog catalog, MigrationConfig config, DatabaseAccess access);

    /** Plans a configuration: by the facts of the catalog, or else by the selector, if there is one. */
    static MigrationPlan plan(MigrationCatalog catalog, MigrationConfig config, DatabaseAccess access) {
        if (!catalog.hasFacts() && !config.tables().isEmpty()) {
            var selector = ServiceLoader.load(TableSelector.class, TableSelector.class.getClassLoader())
                    .findFirst();
            if (selector.isPresent()) {
                return selector.get().select(catalog, config, access);
            }
            var described = catalog.described();
            if (described.isPresent()) {
                return MigrationPlanner.plan(described.get(), config.tables()).of(catalog, described.get());
            }
        }
        return MigrationPlanner.plan(catalog, config.tables());
    }
}
