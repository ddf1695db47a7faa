package io.e2e.migrations.benchmarks.measure;

import java.util.List;

/**
 * What one contender took, run by run. Immutable.
 *
 * @param contender its name
 * @param values one per run, in the order of the runs
 * @param processor the processor times; empty if they were not measured
 */
public record Measurement(String contender, List<Long> values, List<Long> processor) {

    public Measurement {
        values = List.copyOf(values);
        processor = List.copyOf(processor);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(contender + " was not measured");
        }
    }

    /** One of these runs. */
    public static Measurement of(String contender, List<Sample> samples) {
        return new Measurement(
                contender,
                samples.stream().map(Sample::value).toList(),
                samples.stream()
                        .flatMapToLong(sample -> sample.processor().stream())
                        .boxed()
                        .toList());
    }

    /** The middle value; of an even number the mean of the two in the middle. */
    public double median() {
        return quantile(this.values, 0.5);
    }

    /** The median of the processor times, 0 if there are none. */
    public double processorMedian() {
        return this.processor.isEmpty() ? 0 : quantile(this.processor, 0.5);
    }

    /** The distance of the quartiles over the median: what a busy neighbor enlarges, and a single slow run does not. */
    public double spread() {
        return (quantile(this.values, 0.75) - quantile(this.values, 0.25)) / median();
    }

    /** Between two values, a straight line. */
    private static double quantile(List<Long> values, double share) {
        List<Long> sorted = values.stream().sorted().toList();
        double position = share * (sorted.size() - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
    }

    public long minimum() {
        return this.values.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    public long maximum() {
        return this.values.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    /** The least processor time, 0 if there is none. */
    public long processorMinimum() {
        return this.processor.stream().mapToLong(Long::longValue).min().orElse(0);
    }
}
