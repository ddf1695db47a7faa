package io.e2e.migrations.verify;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The database differs from the plan. The message lists every finding. */
public final class VerificationFailedException extends MigrationException {

    private final VerificationReport report;

    VerificationFailedException(VerificationReport report) {
        super(report.target() + " does not match the plan:\n  " + report.findingsText(), remedy(report), null);
        this.report = report;
    }

    private static String remedy(VerificationReport report) {
        if (has(report, Finding.Problem.NOT_APPLIED)) {
            return "Apply the migrations (e2e.migrations.apply=startup, or MigrationService.applyMigrations()) before"
                    + " anything needs the tables.";
        }
        if (has(report, Finding.Problem.CHANGED)) {
            return "Restore the old text and write the change as a new migration; or, if the database already is as the new"
                    + " text makes it, migrations.repair(" + changedFiles(report)
                    + "); or, if the database contains nothing to keep, drop it and start with an empty one.";
        }
        if (report.findings().stream().anyMatch(finding -> finding.correction() != null)) {
            return "Something changed the schema after the migrations were applied. Undo that, run the statements above, or"
                    + " start with an empty database.";
        }
        return "Something changed the schema after the migrations were applied, or a migration creates the objects in"
                + " another schema than e2e.migrations.schema. Undo that, or start with an empty database.";
    }

    private static String changedFiles(VerificationReport report) {
        return report.findings().stream()
                .filter(finding -> finding.problem() == Finding.Problem.CHANGED)
                .map(finding -> '"' + finding.what() + '"')
                .collect(Collectors.joining(", "));
    }

    private static boolean has(VerificationReport report, Finding.Problem problem) {
        return report.findings().stream().anyMatch(finding -> finding.problem() == problem);
    }

    /** The SQL statements that would correct the findings, in their order; those that lose data are marked. */
    public List<String> corrections() {
        return this.report.findings().stream()
                .map(Finding::correction)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The report, with every finding. */
    public VerificationReport report() {
        return this.report;
    }
}
