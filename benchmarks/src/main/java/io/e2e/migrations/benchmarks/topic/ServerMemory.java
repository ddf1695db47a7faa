package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Sample;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.process.ContextRun;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import java.util.List;

/** What the servers of a JVM take when its contexts have three selections, and when they have one. */
public final class ServerMemory implements Topic {

    private static final String ONE = "one selection";
    private static final String THREE = "three selections";

    @Override
    public String name() {
        return "servers";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (ContextRuns runs = ContextRuns.prepare(ContextRuns.SELECTIONS)) {
            ContextRun three = runs.ours().of(ContextRuns.SELECTIONS);
            ContextRun one = runs.ours().of(ContextRuns.SELECTIONS.subList(0, 1));
            Comparison comparison = new Comparison(
                    "Memory of all servers of a JVM",
                    "The sum of Pss of all postgres processes when all contexts are up, each with a pool of connections"
                            + " as Spring Boot makes it.",
                    Unit.MEGABYTES,
                    effort.few().of(List.of(contender(ONE, one), contender(THREE, three))));
            return new Outcome(
                    List.of(comparison),
                    List.of(Bar.ratio(
                            "memory of all servers with three selections, over one",
                            1.5,
                            comparison.ratio(THREE, ONE))));
        }
    }

    private static Contender contender(String name, ContextRun run) {
        return new Contender(name, () -> Sample.of(run.run().serverMemory()));
    }
}
