package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationException;
import java.util.List;

/** {@code e2e.migrations.tables} selects from a catalog whose files do not say what they make. */
public final class WholeCatalogException extends MigrationException {

    private final List<String> selection;

    WholeCatalogException(List<String> selection, MigrationCatalog catalog) {
        super(
                "e2e.migrations.tables selects " + String.join(", ", selection) + ", but the migrations in "
                        + String.join(", ", catalog.locations()) + " (" + catalog.format()
                        + ") have no headers that say which tables they make.",
                "Leave out e2e.migrations.tables (or the MigrationConfig that lists them): the catalog is applied as a whole,"
                        + " once, into the template. Only the starter can find out what they make.",
                null);
        this.selection = List.copyOf(selection);
    }

    /** The entries of the selection. */
    public List<String> selection() {
        return this.selection;
    }
}
