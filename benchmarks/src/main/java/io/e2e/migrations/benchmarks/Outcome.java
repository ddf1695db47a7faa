package io.e2e.migrations.benchmarks;

import java.util.List;

/**
 * What a topic found. Immutable.
 *
 * @param comparisons its tables
 * @param bars its promises
 */
record Outcome(List<Comparison> comparisons, List<Bar> bars) {

    Outcome {
        comparisons = List.copyOf(comparisons);
        bars = List.copyOf(bars);
    }
}
