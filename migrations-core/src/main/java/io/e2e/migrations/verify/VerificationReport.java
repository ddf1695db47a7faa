package io.e2e.migrations.verify;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.SchemaSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a verification looked at and what it found. {@code toString} is one line when all is well.
 *
 * @param target the database, in a line
 * @param checked how many objects of each kind were looked for
 * @param months the months for which partitions were checked, {@code 2026-10 to 2027-02}; {@code null} if none had to be
 * @param findings everything that is not as promised
 * @param snapshot what the database holds
 */
public record VerificationReport(
        String target,
        Map<ObjectKind, Integer> checked,
        @Nullable String months,
        List<Finding> findings,
        SchemaSnapshot snapshot) {

    public VerificationReport {
        Objects.requireNonNull(target, "target");
        checked = Map.copyOf(checked);
        findings = List.copyOf(findings);
        Objects.requireNonNull(snapshot, "snapshot");
    }

    /** Whether everything is as promised. */
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
