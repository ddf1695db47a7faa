package io.e2e.migrations.database;

import java.util.Objects;

/**
 * The report of a run that found nothing to do in a new copy of a template, and verified it.
 *
 * @param text the report to read
 * @param summary the report in one line, for a reader who knows the plan
 * @param record the report as {@link io.e2e.migrations.RecordedRun} reads it, without the name of the database
 */
public record VerifiedReport(String text, String summary, String record) {

    public VerifiedReport {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(record, "record");
    }
}
