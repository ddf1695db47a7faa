package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/** Row security or a missing right hides rows that a reset would have to restore, or that reference rows to delete. */
public final class HiddenRowsException extends MigrationException {

    private final List<String> tables;

    HiddenRowsException(String target, List<String> tables) {
        super(
                "Cannot reset " + target + ": the role may not see all rows of these tables:\n  "
                        + String.join("\n  ", tables) + "\nNothing was changed.",
                "Where it is row security, let a superuser run ALTER ROLE ... BYPASSRLS for the role, or take FORCE ROW LEVEL"
                        + " SECURITY off the table; where it is a right, GRANT SELECT on the table, and USAGE on its schema,"
                        + " to the role. Or give each test a database of its own (e2e.migrations.isolation=method).",
                null);
        this.tables = List.copyOf(tables);
    }

    /** The tables, each with the reason; a foreign key that references ours stands in parentheses. */
    public List<String> tables() {
        return this.tables;
    }
}
