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

/** The most memory that a test JVM ever has, the server's not included. */
public final class Memory implements Topic {

    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private static final double MEGABYTE = 1 << 20;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (ContextRuns runs = ContextRuns.prepare(List.of("DatabaseContext"))) {
            Comparison comparison = new Comparison(
                    "Peak memory of the test JVM",
                    "VmHWM with " + String.join(" ", SMALL) + ", at the end of the runs above.",
                    Unit.MEGABYTES,
                    effort.few()
                            .of(List.of(
                                    contender(ContextRuns.FLOOR, runs.floor()),
                                    contender(ContextRuns.OURS, runs.ours()),
                                    contender(ContextRuns.ZONKY, runs.zonky()))));
            double excess = comparison.excess(ContextRuns.OURS, ContextRuns.FLOOR);
            return new Outcome(
                    List.of(comparison),
                    List.of(Bar.amount("peak memory above the floor's", Unit.MEGABYTES, 25 * MEGABYTE, excess)));
        }
    }

    private static Contender contender(String name, ContextRun run) {
        return new Contender(name, () -> Sample.of(run.with(SMALL).run().peakMemory()));
    }
}
