package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/**
 * The seed data of a table is unknown: a migration changed it while it contained rows of tests, or it had other rows
 * than the migrations insert when the database was adopted.
 */
public final class UnknownRowsException extends MigrationException {

    private final List<String> tables;

    UnknownRowsException(String target, List<String> tables) {
        super(
                "Cannot reset " + target + ": the seed data of " + String.join(", ", tables)
                        + " is unknown, because a later migration changed the table while it contained rows of earlier"
                        + " tests, or because it had rows that no migration inserts when the database was adopted."
                        + " Nothing was changed.",
                "Start once with an empty database. To apply new migrations to a database that you keep, reset its data"
                        + " first: @ResetData with phase AFTER_METHOD or AFTER_CLASS, or MigrationService.reset().",
                null);
        this.tables = List.copyOf(tables);
    }

    /** The tables whose seed data is unknown. */
    public List<String> tables() {
        return this.tables;
    }
}
