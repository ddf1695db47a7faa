package io.e2e.migrations.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Whether a machine did nothing else, so that its figures may be quoted.
 *
 * @param load the load average of the last minute before the first run, for each core; negative where the system does not
 *     say
 * @param spread the distance of the quartiles of the floor's runs over their median; empty before they ran
 */
public record Quietness(double load, OptionalDouble spread) {

    /** Half a process on two cores. */
    public static final double LOAD_LIMIT = 0.25;

    private static final double SPREAD_LIMIT = 0.15;

    /** Both with their limits, for the page of results. */
    public String text() {
        String before = String.format(
                Locale.ROOT, "load average per core before the first run %.2f (at most %.2f)", this.load, LOAD_LIMIT);
        return this.spread.isEmpty()
                ? before
                : before
                        + String.format(
                                Locale.ROOT,
                                ", quartiles of the floor's context starts apart by %.1f %% of their median (at most %.0f %%)",
                                100 * this.spread.getAsDouble(),
                                100 * SPREAD_LIMIT);
    }

    /** Why the machine was not quiet; empty if it was. */
    public List<String> objections() {
        List<String> objections = new ArrayList<>();
        if (this.load > LOAD_LIMIT) {
            objections.add("other processes were running before the first run");
        }
        if (this.spread.orElse(0) > SPREAD_LIMIT) {
            objections.add("the floor, which always does the same, took different times");
        }
        return List.copyOf(objections);
    }
}
