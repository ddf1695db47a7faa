package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/** Tables, sequences or materialized views themselves were changed since their data was recorded, which cannot be restored. */
public final class ChangedTablesException extends MigrationException {

    private final List<String> changes;

    ChangedTablesException(String target, List<String> changes) {
        super(
                "Cannot reset " + target + ": these are not as they were when their data was recorded:\n  "
                        + String.join("\n  ", changes) + "\nNothing was changed.",
                "Undo in the test what it changed, or give such a test a database of its own"
                        + " (e2e.migrations.isolation=method). Repair this database by hand, or start with an empty one.",
                null);
        this.changes = List.copyOf(changes);
    }

    /** The changes, each as {@code table: what changed}. */
    public List<String> changes() {
        return this.changes;
    }
}
