package io.e2e.migrations.reset;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a reset put back. {@code toString} is one line.
 *
 * @param target the database, in a line
 * @param tables the tables whose rows were not those that the migrations left; a partition counts as its table
 * @param sequences the sequences that stood elsewhere
 * @param duration how long it took
 */
public record ResetReport(String target, List<String> tables, List<String> sequences, Duration duration) {

    public ResetReport {
        Objects.requireNonNull(target, "target");
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        Objects.requireNonNull(duration, "duration");
    }

    /** Whether everything was as the migrations left it. */
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
