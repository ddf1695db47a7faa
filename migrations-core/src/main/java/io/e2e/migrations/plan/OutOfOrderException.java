package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** A pending migration precedes an applied one that touches one of its objects. */
public final class OutOfOrderException extends MigrationException {

    private final List<Pair> pairs;

    OutOfOrderException(List<Pair> pairs) {
        super(
                "Migrations would be applied out of order:\n"
                        + pairs.stream().map(Pair::toString).collect(Collectors.joining("\n")),
                "Give the new migration a higher number; or start with an empty database; or, if the order makes no"
                        + " difference, set e2e.migrations.out-of-order=apply.",
                null);
        this.pairs = List.copyOf(pairs);
    }

    /** Each pending migration with the first applied one that it precedes. */
    public List<Pair> pairs() {
        return this.pairs;
    }

    /**
     * A pending migration and an applied one that it precedes.
     *
     * @param late the pending migration
     * @param applied the applied migration, with the higher number
     */
    public record Pair(Migration late, Migration applied) {
        @Override
        public String toString() {
            String shared = this.late.touches().stream()
                    .filter(this.applied.touches()::contains)
                    .map(Object::toString)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "  " + this.late.file() + " is pending, but " + this.applied.file() + " was already applied"
                    + (shared.isEmpty() ? "" : ", and both touch " + shared);
        }
    }
}
