package io.e2e.migrations;

import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.apply.MigrationReport.Step;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The plans that were reported whole, so that the next report of one is a line. Decides only how long a text in the log
 * is: nothing that a service does depends on it. Thread-safe.
 */
final class ReportHistory {

    private final Set<List<Object>> reported = ConcurrentHashMap.newKeySet();

    /** The report, whole when its plan is reported for the first time on this kind of target, or in one line. */
    String text(MigrationReport report) {
        String kind = report.target().split(" at |, ", 2)[0];
        boolean isNew = this.reported.add(List.of(
                kind,
                report.steps().stream().map(ReportHistory::key).toList(),
                Optional.ofNullable(report.verification()).map(Object::toString).orElse("")));
        return isNew ? report.toString() : report.summary().orElseGet(report::toString);
    }

    /** Keeps with a new copy what a run verified in it, for later runs; nothing if its template was not all, or not verified. */
    void keep(MigrationReport report, TargetDatabase copy, Optional<String> key) {
        key.ifPresent(known -> ofTemplate(report).ifPresent(verified -> copy.keepVerified(known, verified)));
    }

    private static Optional<VerifiedReport> ofTemplate(MigrationReport report) {
        int came = report.fromTemplate().size();
        return came == 0 || came < report.steps().size() || report.verification() == null
                ? Optional.empty()
                : report.summary()
                        .map(summary -> new VerifiedReport(
                                report.toString().replaceFirst("\n  (verified|incomplete)", "\n  $1 when prepared"),
                                summary + " when prepared",
                                RunText.whenPrepared(report)));
    }

    /** The report of a verified template, whole when it is reported for the first time, or in one line. */
    String text(VerifiedReport report) {
        return this.reported.add(List.of(report.text(), report.summary())) ? report.text() : report.summary();
    }

    private static List<Object> key(Step step) {
        return List.of(
                step.planned().migration().fileChecksum(),
                step.planned().reason().toString());
    }
}
