package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import java.util.ArrayList;
import java.util.List;

/** What the database adds to the start of a Spring Boot test context, in processes of their own. */
public final class ContextStart implements Topic {

    @Override
    public String name() {
        return "context";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (ContextRuns runs = ContextRuns.prepare(List.of("DatabaseContext"))) {
            List<Contender> contenders = new ArrayList<>();
            runs.floorAndVersions().forEach(each -> contenders.add(each.contender(result -> result.context(0))));
            contenders.add(
                    new Contender(ContextRuns.ZONKY, () -> runs.zonky().run().context(0)));
            Comparison comparison = new Comparison(
                    "Spring Boot test context, whole catalog, new JVM",
                    "From the first call of Spring's test framework to the first answer of the database. The processor time"
                            + " is that of the whole process, from its start to the end of its servers. Our cache is warm;"
                            + " zonky's binaries are unpacked.",
                    Unit.MILLISECONDS,
                    effort.processes().of(contenders));
            return new Outcome(List.of(comparison), bars(comparison));
        }
    }

    private static List<Bar> bars(Comparison comparison) {
        double floor = comparison.of(ContextRuns.FLOOR).median();
        double ours = comparison.excess(ContextRuns.OURS, ContextRuns.FLOOR);
        double zonky = comparison.excess(ContextRuns.ZONKY, ContextRuns.FLOOR);
        List<Bar> bars = new ArrayList<>();
        bars.add(Bar.ratio("context start, warm cache, above the floor, over the floor", 0.1, ours / floor));
        if (comparison.has(ContextRuns.EARLIER)) {
            bars.add(Bar.ratio(
                    "processor time above the floor, over the earlier version's",
                    0.4,
                    comparison.processorExcess(ContextRuns.OURS, ContextRuns.FLOOR)
                            / comparison.processorExcess(ContextRuns.EARLIER, ContextRuns.FLOOR)));
        }
        bars.add(Bar.ratio("the same start, over what zonky + Flyway adds", 1 / 24.0, ours / zonky));
        return bars;
    }
}
