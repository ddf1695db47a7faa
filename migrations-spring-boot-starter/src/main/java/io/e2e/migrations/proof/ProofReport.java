package io.e2e.migrations.proof;

import java.time.Duration;
import java.util.List;

/**
 * What was proven of a catalog. {@code toString} is a line for people, and one more for each note.
 *
 * @param server what it was proven on, such as {@code embedded PostgreSQL 18.6}
 * @param migrations how many headers are true and closures sufficient
 * @param downs how many Down sections bring back what was before
 * @param plans how many distinct plans give their tables as the whole catalog does, with nothing to spare
 * @param pairs how many ordered pairs of plans do so on one database
 * @param databases how many databases it took
 * @param duration how long it took
 * @param notes what could not be shown, and why
 */
public record ProofReport(
        String server,
        int migrations,
        int downs,
        int plans,
        int pairs,
        int databases,
        Duration duration,
        List<String> notes) {

    public ProofReport {
        notes = List.copyOf(notes);
    }

    @Override
    public String toString() {
        String line = "proven on %s in %d ms: %d headers, %d downs, %d plans, %d pairs of plans (%d databases)"
                .formatted(
                        this.server,
                        this.duration.toMillis(),
                        this.migrations,
                        this.downs,
                        this.plans,
                        this.pairs,
                        this.databases);
        return this.notes.isEmpty() ? line : line + "\n  not shown: " + String.join("\n  not shown: ", this.notes);
    }
}
