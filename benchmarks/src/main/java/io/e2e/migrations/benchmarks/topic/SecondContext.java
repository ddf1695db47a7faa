package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import java.util.ArrayList;
import java.util.List;

/** The second context of a JVM, with another selection than the first one's. */
public final class SecondContext implements Topic {

    @Override
    public String name() {
        return "second";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        List<String> two = ContextRuns.SELECTIONS.subList(0, 2);
        try (ContextRuns runs = ContextRuns.prepare(two)) {
            Comparison comparison = new Comparison(
                    "Second context of a JVM, another selection",
                    "From the first call of Spring's test framework for the second test class to the first answer of its"
                            + " database. The processor time is that of the whole process with both contexts. Our cache"
                            + " is warm.",
                    Unit.MILLISECONDS,
                    effort.processes()
                            .of(runs.floorAndVersions().stream()
                                    .map(each -> each.of(two).contender(result -> result.context(1)))
                                    .toList()));
            List<Bar> bars = new ArrayList<>();
            if (comparison.has(ContextRuns.EARLIER)) {
                bars.add(Bar.ratio(
                        "second context of the JVM, another selection, warm cache, over the earlier version's",
                        0.4,
                        comparison.ratio(ContextRuns.OURS, ContextRuns.EARLIER)));
                bars.add(Bar.ratio(
                        "the same, both above the floor",
                        0.4,
                        comparison.excess(ContextRuns.OURS, ContextRuns.FLOOR)
                                / comparison.excess(ContextRuns.EARLIER, ContextRuns.FLOOR)));
            }
            return new Outcome(List.of(comparison), bars);
        }
    }
}
