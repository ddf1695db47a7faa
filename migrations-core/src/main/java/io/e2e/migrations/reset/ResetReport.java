package io.e2e.migrations.reset;

import java.time.Duration;
import java.util.List;

/**
 * What a reset restored. {@code toString} is one line.
 *
 * @param target the database, in a line
 * @param tables the tables whose rows differed from their seed data; a partition counts as its table
 * @param sequences the sequences whose state differed from their seed data
 * @param duration how long it took
 */
public record ResetReport(String target, List<String> tables, List<String> sequences, Duration duration) {

    public ResetReport {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
    }

    /** Whether nothing differed from the seed data. */
    public boolean isEmpty() {
        return this.tables.isEmpty() && this.sequences.isEmpty();
    }

    @Override
    public String toString() {
        return "reset of " + this.target + " in " + this.duration.toMillis() + " ms: "
                + (isEmpty() ? "nothing had changed" : contents());
    }

    private String contents() {
        String separator = this.tables.isEmpty() || this.sequences.isEmpty() ? "" : "; ";
        return named("tables", this.tables) + separator + named("sequences", this.sequences);
    }

    private static String named(String kind, List<String> names) {
        return names.isEmpty() ? "" : kind + " " + String.join(", ", names);
    }
}
