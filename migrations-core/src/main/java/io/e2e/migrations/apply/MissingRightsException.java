package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.session.MissingRight;
import java.util.List;

/** The role may not do what a statement of a migration does. Nothing of that migration stayed; those before it are applied. */
public final class MissingRightsException extends MigrationException {

    private final FailedStatement statement;
    private final List<MissingRight> rights;
    private final MigrationReport report;

    MissingRightsException(
            FailedStatement statement, List<MissingRight> rights, MigrationReport report, Exception cause) {
        super(
                "The role may not do this: " + statement + MissingRight.list(rights) + "\n" + report,
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

    /** The statement, where it stands, and the server's answer. */
    public FailedStatement statement() {
        return this.statement;
    }

    /** The rights that the role lacks for this migration; empty if the server denied another one. */
    public List<MissingRight> rights() {
        return this.rights;
    }

    /** What was applied before, what failed, and what was not run. */
    public MigrationReport report() {
        return this.report;
    }
}
