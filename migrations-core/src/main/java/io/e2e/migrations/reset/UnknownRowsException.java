package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/**
 * A migration changed a table that contained rows of tests, so the seed data of the migration is unknown.
 */
public final class UnknownRowsException extends MigrationException {

    private final List<String> tables;

    UnknownRowsException(String target, List<String> tables) {
        super(
                "Cannot reset " + target + ": a later migration changed " + String.join(", ", tables)
                        + " while it contained rows of earlier tests, so its seed data is unknown."
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
