package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.session.MissingRight;
import java.util.List;

/** The role lacks a right that a migration needs. The migration was rolled back; those before it stay applied. */
public final class MissingRightsException extends MigrationException {

    private final FailedStatement statement;
    private final List<MissingRight> rights;
    private final MigrationReport report;

    MissingRightsException(
            FailedStatement statement, List<MissingRight> rights, MigrationReport report, Exception cause) {
        super(
                "The role lacks a right for this statement: " + statement + MissingRight.list(rights) + "\n" + report,
                remedy(rights),
                cause);
        this.statement = statement;
        this.rights = List.copyOf(rights);
        this.report = report;
    }

    private static String remedy(List<MissingRight> rights) {
        return rights.isEmpty()
                ? "Give the role the right that the server names, and run again."
                : MissingRight.remedy(rights);
    }

    /** The statement, its position, and the server's error. */
    public FailedStatement statement() {
        return this.statement;
    }

    /** The rights that the role lacks for this migration; empty if they could not be determined. */
    public List<MissingRight> rights() {
        return this.rights;
    }

    /** What was applied before, what failed, and what was not run. */
    public MigrationReport report() {
        return this.report;
    }
}
