package io.e2e.migrations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of a service, as short as a page needs it that is written when the JVM ends: it holds no text of a migration.
 *
 * @param tables the selection; empty means everything
 * @param target the database, in a line, without a password; empty if none was opened
 * @param begun when the run began
 * @param waited how long its callers waited for it, and for the database before
 * @param report what the run did, as {@link #lines} reads it; equal for copies of one template
 */
public record RecordedRun(List<String> tables, String target, Instant begun, Duration waited, String report) {

    /** Of the fields of a line, the first says what the others are. */
    static final char FIELD_END = '\u001f';

    static final char LINE_END = '\u001e';

    public RecordedRun {
        tables = List.copyOf(tables);
    }

    /**
     * What the run did, a line for each fact, whose first word is one of these:
     *
     * <ul>
     *   <li>{@code step}: label, file, reason, outcome and milliseconds of a migration
     *   <li>{@code created}: the number of objects of a kind, and their names
     *   <li>{@code absent} and {@code made}: roles that do not exist, and that were made
     *   <li>{@code verified}: the outcome of the verification in a word or two, and what was compared
     *   <li>{@code prepared}: nothing; the verification is that of the run which prepared the template
     *   <li>{@code finding}: kind, object, explanation and correction of a difference
     *   <li>{@code failed}: problem and remedy
     * </ul>
     */
    public List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>();
        int begin = 0;
        for (int end = this.report.indexOf(LINE_END); end >= 0; end = this.report.indexOf(LINE_END, begin)) {
            lines.add(fields(begin, end));
            begin = end + 1;
        }
        return lines;
    }

    private List<String> fields(int begin, int end) {
        List<String> fields = new ArrayList<>();
        int field = begin;
        while (field <= end) {
            int next = this.report.indexOf(FIELD_END, field);
            int fieldEnd = next < 0 || next > end ? end : next;
            fields.add(this.report.substring(field, fieldEnd));
            field = fieldEnd + 1;
        }
        return fields;
    }
}
