package io.e2e.migrations.verify;

import io.e2e.migrations.config.MigrationException;

/** The database differs from the plan. The message lists every finding. */
public final class VerificationFailedException extends MigrationException {

    private final VerificationReport report;

    VerificationFailedException(VerificationReport report) {
        super(report.target() + " does not match the plan:\n  " + report.findingsText(), remedy(report), null);
        this.report = report;
    }

    private static String remedy(VerificationReport report) {
        boolean unapplied =
                report.findings().stream().anyMatch(finding -> finding.problem() == Finding.Problem.NOT_APPLIED);
        return unapplied
                ? "Apply the migrations (e2e.migrations.apply=startup, or MigrationService.applyMigrations()) before"
                        + " anything needs the tables."
                : "Something changed the schema after the migrations were applied. Undo that, or start with an empty"
                        + " database.";
    }

    /** The report, with every finding. */
    public VerificationReport report() {
        return this.report;
    }
}
