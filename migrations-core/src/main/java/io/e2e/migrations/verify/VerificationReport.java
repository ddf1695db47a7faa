package io.e2e.migrations.verify;

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
 * @param checked the number of checked objects of each kind
 * @param months the months whose partitions were checked, {@code 2026-10 to 2027-02}; {@code null} if there are none
 * @param findings every difference from the plan
 * @param snapshot the objects of the database
 */
public record VerificationReport(
        String target,
        Map<ObjectKind, Integer> checked,
        @Nullable String months,
        List<Finding> findings,
        SchemaSnapshot snapshot) {

    public VerificationReport {
        checked = Map.copyOf(checked);
        findings = List.copyOf(findings);
    }

    /** Whether there is no finding. */
    public boolean isClean() {
        return this.findings.isEmpty();
    }

    @Override
    public String toString() {
        if (!isClean()) {
            return "verification found:\n  " + findingsText();
        }
        String counts = this.checked.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey().counted(entry.getValue()))
                .collect(Collectors.joining(", "));
        return "verified: " + (counts.isEmpty() ? "no object" : counts)
                + (this.months == null ? "" : "; partitions for " + this.months);
    }

    String findingsText() {
        return this.findings.stream().map(Finding::explanation).collect(Collectors.joining("\n  "));
    }
}
