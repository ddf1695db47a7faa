package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/**
 * A migration changed a table while the table held rows that earlier tests had left, so nobody can tell what the
 * migration would have left on its own.
 */
public final class UnknownRowsException extends MigrationException {

    private final List<String> tables;

    UnknownRowsException(String target, List<String> tables) {
        super(
                "Cannot reset " + target + ": a later migration changed " + String.join(", ", tables)
                        + " when rows of earlier tests were in it, so it is not known which rows the migrations alone"
                        + " would have left. Nothing was changed.",
                "Start once with an empty database (or drop the schema). To keep a database over new migrations, leave"
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
