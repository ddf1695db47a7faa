package io.e2e.migrations.benchmarks;

import java.util.List;

/**
 * Several contenders, measured in turn. Immutable.
 *
 * @param title what was measured
 * @param note what one has to know to read it
 * @param unit of the values
 * @param measurements the first one is what the others are divided by
 */
record Comparison(String title, String note, Unit unit, List<Measurement> measurements) {

    Comparison {
        measurements = List.copyOf(measurements);
    }

    /** The contender of this name. */
    Measurement of(String contender) {
        return this.measurements.stream()
                .filter(measurement -> measurement.contender().equals(contender))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not measured: " + contender));
    }

    /** How many times the median of the second is in that of the first. */
    double ratio(String contender, String reference) {
        return of(contender).median() / of(reference).median();
    }

    /** How much the median of the first is above that of the second. */
    double excess(String contender, String reference) {
        return of(contender).median() - of(reference).median();
    }
}
