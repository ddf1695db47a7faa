package io.e2e.migrations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.verify.Finding.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerificationReportTests {

    @Test
    void toStringWhenCleanIsOneLine() {
        assertThat(report(Map.of(ObjectKind.INDEX, 11, ObjectKind.TABLE, 2, ObjectKind.VIEW, 1), null))
                .hasToString("verified: 2 tables, 1 view, 11 indexes");
    }

    @Test
    void toStringNamesCheckedMonths() {
        assertThat(report(Map.of(ObjectKind.TABLE, 1), "2026-10 to 2027-02"))
                .hasToString("verified: 1 table; partitions for 2026-10 to 2027-02");
    }

    @Test
    void toStringWhenNothingWasCheckedSaysSo() {
        assertThat(report(Map.of(), null)).hasToString("verified: no object");
    }

    @Test
    void toStringListsFindings() {
        VerificationReport report = report(
                Map.of(ObjectKind.TABLE, 1),
                null,
                new Finding(Problem.MISSING, "table a", "table a is missing, created by 001_a.sql"),
                new Finding(Problem.UNCOVERED, "a 2026-10", "table a has no partition for 2026-10"));
        assertThat(report.isClean()).isFalse();
        assertThat(report).hasToString("""
                verification found:
                  table a is missing, created by 001_a.sql
                  table a has no partition for 2026-10""");
    }

    private static VerificationReport report(
            Map<ObjectKind, Integer> checked, @Nullable String months, Finding... findings) {
        return new VerificationReport(
                "a database",
                Compared.withHeaders(VerifyLevel.RELATIONS),
                checked,
                months,
                List.of(findings),
                List.of(),
                new SchemaSnapshot(List.of()));
    }
}
