package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.ProcessorGroup;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Trial;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.process.ContextResult;
import io.e2e.migrations.benchmarks.process.ContextRun;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The test JVMs of a build, two at a time. */
public final class Build implements Topic {

    private static final int FORKS = 8;
    private static final int AT_A_TIME = 2;

    @Override
    public String name() {
        return "build";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (ContextRuns runs = ContextRuns.prepare(ContextRuns.SELECTIONS)) {
            List<Contender> contenders = runs.versions().stream()
                    .map(each -> each.of(ContextRuns.SELECTIONS))
                    .map(each -> new Contender(each.name(), () -> Trial.timed(() -> build(each.run()))))
                    .toList();
            Comparison comparison = new Comparison(
                    "Build of 8 test JVMs, two at a time, each with three contexts of three selections",
                    "From the start of the first JVM to the end of the last one and of their servers.",
                    Unit.MILLISECONDS,
                    effort.few().of(contenders));
            return new Outcome(
                    List.of(comparison),
                    comparison.has(ContextRuns.EARLIER)
                            ? List.of(Bar.ratio(
                                    "a build of 8 JVMs with 3 contexts of 3 selections, over the earlier version's",
                                    0.85,
                                    comparison.ratio(ContextRuns.OURS, ContextRuns.EARLIER)))
                            : List.of());
        }
    }

    private static void build(ContextRun run) throws Exception {
        long processes = ProcessorGroup.here().size();
        ExecutorService forks = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            Callable<ContextResult> fork = () -> run.runBesideOthers(0);
            for (Future<ContextResult> result : forks.invokeAll(Collections.nCopies(FORKS, fork))) {
                result.get();
            }
        } finally {
            forks.shutdown();
        }
        ProcessorGroup.here().awaitSize(processes);
    }
}
