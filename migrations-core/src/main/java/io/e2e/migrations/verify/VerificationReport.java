package io.e2e.migrations.verify;

import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.SchemaSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a verification checked and found. {@code toString} is one line if there is no finding.
 *
 * @param target the database, in a line
 * @param compared how much was compared, and with what
 * @param checked the number of checked objects of each kind
 * @param months the months whose partitions were checked, {@code 2026-10 to 2027-02}; {@code null} if there are none
 * @param findings every difference from the plan
 * @param missingFiles the rows of the history whose files are no longer in the catalog; not a finding, because a newer
 *     build may have applied them
 * @param snapshot the objects of the database
 */
public record VerificationReport(
        String target,
        Compared compared,
        Map<ObjectKind, Integer> checked,
        @Nullable String months,
        List<Finding> findings,
        List<AppliedMigration> missingFiles,
        SchemaSnapshot snapshot) {

    public VerificationReport {
        checked = Map.copyOf(checked);
        findings = List.copyOf(findings);
        missingFiles = List.copyOf(missingFiles);
    }

    /** Whether there is no finding. */
    public boolean isClean() {
        return this.findings.isEmpty();
    }

    @Override
    public String toString() {
        return (isClean() ? verified() : "verification found:\n  " + findingsText()) + missing();
    }

    private String verified() {
        String counts = this.checked.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey().counted(entry.getValue()))
                .collect(Collectors.joining(", "));
        return this.compared.text(counts.isEmpty() ? "no object" : counts)
                + (this.months == null ? "" : "; partitions for " + this.months);
    }

    /** The outcome in a word or two, if there is no finding: {@code verified}. */
    public String outcome() {
        return this.compared.outcome();
    }

    private String missing() {
        return this.missingFiles.isEmpty()
                ? ""
                : this.missingFiles.stream()
                        .map(row -> row.file() + " of " + row.location() + ", applied " + row.appliedAt())
                        .collect(Collectors.joining(
                                "; ",
                                "\nmissing files of the history: ",
                                ". Restore them if they were deleted by mistake, or call " + repair()
                                        + "; if a newer build applied them, update this one"));
    }

    private String repair() {
        return this.missingFiles.stream()
                .map(row -> '"' + row.file() + '"')
                .collect(Collectors.joining(", ", "migrations.repair(", ")"));
    }

    String findingsText() {
        return this.findings.stream()
                .map(finding -> finding.toString().replace("\n", "\n  "))
                .collect(Collectors.joining("\n  "));
    }
}
