package io.e2e.migrations.benchmarks.measure;

import java.util.List;

/**
 * What a topic found. Immutable.
 *
 * @param comparisons its tables
 * @param bars its promises
 */
public record Outcome(List<Comparison> comparisons, List<Bar> bars) {

    public Outcome {
        comparisons = List.copyOf(comparisons);
        bars = List.copyOf(bars);
    }
}
