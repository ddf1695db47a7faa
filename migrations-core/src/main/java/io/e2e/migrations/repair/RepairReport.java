package io.e2e.migrations.repair;

import io.e2e.migrations.config.TextTable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was repaired in a history. {@code toString} is the report to read.
 *
 * @param target the database, in a line
 * @param repairs each repaired row, in the order of the request
 */
public record RepairReport(String target, List<Repair> repairs) {

    public RepairReport {
        repairs = List.copyOf(repairs);
    }

    @Override
    public String toString() {
        TextTable table = new TextTable();
        this.repairs.forEach(repair -> table.add(repair.file(), repair.outcome().text, repair.note()));
        return "History repaired of " + this.target
                + table.lines().map(line -> "\n  " + line).collect(Collectors.joining());
    }

    /** What was done. */
    public enum Outcome {
        /** The checksum of the edited file was recorded; its statements were not run. */
        CHECKSUM_RECORDED("new checksum recorded"),
        /** The new name of the file was recorded. */
        RENAMED("new name recorded"),
        /** The row was deleted; what the migration made is still in the database. */
        REMOVED("removed from the history"),
        /** The migration that was interrupted was continued, and is applied. */
        CONTINUED("continued");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }
    }

    /**
     * A repaired row.
     *
     * @param file the file that the row named
     * @param outcome what was done
     * @param note what it means
     */
    public record Repair(String file, Outcome outcome, String note) {}
}
