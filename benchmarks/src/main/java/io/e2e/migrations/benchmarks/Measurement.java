package io.e2e.migrations.benchmarks;

import java.util.List;

/**
 * What one contender took, run by run. Immutable.
 *
 * @param contender its name
 * @param values one per run, in the order of the runs
 */
record Measurement(String contender, List<Long> values) {

    Measurement {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(contender + " was not measured");
        }
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    double median() {
        List<Long> sorted = this.values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }

    long minimum() {
        return this.values.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    long maximum() {
        return this.values.stream().mapToLong(Long::longValue).max().orElseThrow();
    }
}
