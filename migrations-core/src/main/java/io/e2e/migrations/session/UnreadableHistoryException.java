package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/** The history of a database has rows that something else wrote or changed. */
public final class UnreadableHistoryException extends MigrationException {

    private final List<String> rows;

    UnreadableHistoryException(String target, HistoryTable table, List<String> rows) {
        super(
                "The history of migrations in " + target + " has rows that e2e-migrations did not write so:\n  - "
                        + String.join("\n  - ", rows) + "\nNothing was changed.",
                "Correct these rows of " + table.qualifiedName()
                        + ": every column has a value, and each of the inputs is name=value. If nobody knows what they"
                        + " were, use an empty database.",
                null);
        this.rows = List.copyOf(rows);
    }

    /** The rows, each by its rank, file and inputs. */
    public List<String> rows() {
        return this.rows;
    }
}
