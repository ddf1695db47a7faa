package io.e2e.migrations.benchmarks.measure;

import java.util.List;

/**
 * Several contenders, measured in turn. Immutable.
 *
 * @param title what was measured
 * @param note what one has to know to read it
 * @param unit of the values
 * @param measurements the first one is what the others are divided by
 */
public record Comparison(String title, String note, Unit unit, List<Measurement> measurements) {

    public Comparison {
        measurements = List.copyOf(measurements);
    }

    /** Whether this contender took part. */
    public boolean has(String contender) {
        return this.measurements.stream()
                .anyMatch(measurement -> measurement.contender().equals(contender));
    }

    /** The contender of this name. */
    public Measurement of(String contender) {
        return this.measurements.stream()
                .filter(measurement -> measurement.contender().equals(contender))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not measured: " + contender));
    }

    /** How many times the median of the second is in that of the first. */
    public double ratio(String contender, String reference) {
        return of(contender).median() / of(reference).median();
    }

    /** How many times the median processor time of the second is in that of the first. */
    public double processorRatio(String contender, String reference) {
        return of(contender).processorMedian() / of(reference).processorMedian();
    }

    /** How much the median of the first is above that of the second. */
    public double excess(String contender, String reference) {
        return of(contender).median() - of(reference).median();
    }

    /** How much the median processor time of the first is above that of the second. */
    public double processorExcess(String contender, String reference) {
        return of(contender).processorMedian() - of(reference).processorMedian();
    }
}
