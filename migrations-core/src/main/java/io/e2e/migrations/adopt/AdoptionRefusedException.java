package io.e2e.migrations.adopt;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.verify.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A database is not what the planned migrations make, so they cannot be recorded as applied. */
public final class AdoptionRefusedException extends MigrationException {

    private final List<Finding> findings;

    private AdoptionRefusedException(String problem, String remedy, List<Finding> findings) {
        super(problem + "\nNothing was recorded.", remedy, null);
        this.findings = List.copyOf(findings);
    }

    /** The database differs from the plan. */
    static AdoptionRefusedException differs(String target, List<Finding> findings) {
        return new AdoptionRefusedException(
                findings.stream()
                        .map(finding -> "\n  " + finding.explanation())
                        .collect(Collectors.joining("", target + " is not what the planned migrations make:", "")),
                "Correct the database and adopt again; if it contains only some of the tables, select these"
                        + " (e2e.migrations.tables).",
                findings);
    }

    /** No object of the plan exists. */
    static AdoptionRefusedException empty(String target) {
        return new AdoptionRefusedException(
                target + " contains no object of the planned migrations.",
                "Apply the migrations: MigrationService.applyMigrations().",
                List.of());
    }

    /** Every planned migration is in the history. */
    static AdoptionRefusedException recorded(String target) {
        return new AdoptionRefusedException(
                "Every planned migration is already recorded as applied in " + target + ".",
                "There is nothing to adopt.",
                List.of());
    }

    /** The differences from the plan. */
    public List<Finding> findings() {
        return this.findings;
    }
}
