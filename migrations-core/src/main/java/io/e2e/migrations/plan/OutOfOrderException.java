package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** A pending migration comes before one that was already applied and shares an object with it. */
public final class OutOfOrderException extends MigrationException {

    private final List<Pair> pairs;

    OutOfOrderException(List<Pair> pairs) {
        super(
                "Migrations would be applied out of order:\n"
                        + pairs.stream().map(Pair::toString).collect(Collectors.joining("\n")),
                "Give the new migration a number after those; or start with an empty database; or, if the order makes"
                        + " no difference, set e2e.migrations.out-of-order=apply.",
                null);
        this.pairs = List.copyOf(pairs);
    }

    /** Each late migration with the first applied one that it should have preceded. */
    public List<Pair> pairs() {
        return this.pairs;
    }

    /**
     * A late migration and one that overtook it.
     *
     * @param late the pending one
     * @param applied the applied one with the greater number
     */
    public record Pair(Migration late, Migration applied) {
        @Override
        public String toString() {
            String shared = this.late.touches().stream()
                    .filter(this.applied.touches()::contains)
                    .map(Object::toString)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "  " + this.late.file() + " is pending, but " + this.applied.file()
                    + " was already applied, and both touch " + shared;
        }
    }
}
