package io.e2e.migrations.foreign;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationFormat;

/** The tool whose migrations these are has applied some to the database itself. Nothing was run. */
public final class ToolHistoryException extends MigrationException {

    private final String table;

    ToolHistoryException(String target, MigrationFormat tool, String table) {
        super(
                tool + " has applied migrations to " + target + ": it has the table " + table
                        + ", but no history of e2e-migrations. Nothing was run.",
                "If the database is what the migrations make, record that: migrations.adopt(). Otherwise let only one of them"
                        + " apply the migrations, on an empty database or schema.",
                null);
        this.table = table;
    }

    /** The table in which the tool records what it applied. */
    public String table() {
        return this.table;
    }
}
