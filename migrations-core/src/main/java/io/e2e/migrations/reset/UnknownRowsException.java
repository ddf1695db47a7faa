package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/**
 * A migration changed a table while the table held rows of earlier tests, so the seed data of that migration is unknown.
 */
public final class UnknownRowsException extends MigrationException {

    private final List<String> tables;

    UnknownRowsException(String target, List<String> tables) {
        super(
                "Cannot reset " + target + ": a later migration changed " + String.join(", ", tables)
                        + " while it held rows of earlier tests, so the seed data of the migrations is unknown there."
                        + " Nothing was changed.",
                "Start once with an empty database. To keep a database over new migrations, leave"
                        + " it clean: @ResetData with phase AFTER_METHOD or AFTER_CLASS, or MigrationService.reset()"
                        + " before the new migrations are applied.",
                null);
        this.tables = List.copyOf(tables);
    }

    /** The tables in question. */
    public List<String> tables() {
        return this.tables;
    }
}
