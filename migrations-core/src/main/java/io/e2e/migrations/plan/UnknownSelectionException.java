package io.e2e.migrations.plan;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.schema.ObjectKind;
import java.util.Collection;
import java.util.List;

/** An entry of {@code e2e.migrations.tables} matches nothing in the catalog. */
public final class UnknownSelectionException extends MigrationException {

    private final String entry;
    private final List<String> nearest;

    UnknownSelectionException(
            String entry, List<String> nearest, Collection<String> objects, Collection<String> locations) {
        super(
                "'" + entry + "' in the selected tables is not a "
                        + ObjectKind.keywords(kind -> kind.isSelectable() && !kind.belongsToTable())
                        + ", migration, group or pattern of the catalog."
                        + (nearest.isEmpty() ? "" : "\nDid you mean " + String.join(", or ", nearest) + "?"),
                "Correct the entry in e2e.migrations.tables (or in the MigrationConfig that lists it). Objects of"
                        + " the catalog: "
                        + String.join(", ", objects.stream().sorted().toList()) + "." + otherLocations(locations),
                null);
        this.entry = entry;
        this.nearest = List.copyOf(nearest);
    }

    /** Says how to add the Data Storage catalog, which the configured locations replace. */
    private static String otherLocations(Collection<String> locations) {
        return locations.contains(MigrationOptions.DATA_STORAGE_LOCATION)
                ? ""
                : "\nThe catalog consists of " + String.join(", ", locations)
                        + " only, because e2e.migrations.locations replaces the default. For a table of the Data"
                        + " Storage catalog, add " + MigrationOptions.DATA_STORAGE_LOCATION + " to it.";
    }

    /** The entry, unchanged. */
    public String entry() {
        return this.entry;
    }

    /** Up to three similar names, the nearest first. */
    public List<String> nearest() {
        return this.nearest;
    }
}
