package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import io.e2e.migrations.benchmarks.process.EngineRuns;
import io.e2e.migrations.benchmarks.process.EngineRuns.Engine;
import java.util.ArrayList;
import java.util.List;

/** What the database adds to the start of an application that migrates it with Flyway or Liquibase. */
public final class EngineStart implements Topic {

    @Override
    public String name() {
        return "engines";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        try (EngineRuns runs = EngineRuns.prepare()) {
            for (Engine engine : Engine.values()) {
                List<Contender> contenders = runs.of(engine).stream()
                        .map(each -> each.contender(result -> result.context(0)))
                        .toList();
                Comparison comparison = new Comparison(
                        "Spring Boot test context of an application with " + engine.label() + ", new JVM",
                        "The application's own migrations are the whole catalog. " + engine.label()
                                + " runs in each context; on the floor's server and in our copies it finds nothing pending.",
                        Unit.MILLISECONDS,
                        effort.processes().of(contenders));
                comparisons.add(comparison);
                bars.addAll(bars(comparison, engine));
            }
        }
        return new Outcome(comparisons, bars);
    }

    private static List<Bar> bars(Comparison comparison, Engine engine) {
        double ours = comparison.excess(ContextRuns.OURS, ContextRuns.FLOOR);
        String start = "context start with " + engine.label() + ", warm cache, above the floor, over ";
        return List.of(
                Bar.ratio(
                        start + "the floor",
                        0.1,
                        ours / comparison.of(ContextRuns.FLOOR).median()),
                Bar.ratio(
                        start + "what " + engine.zonkyName() + " adds",
                        0.2,
                        ours / comparison.excess(engine.zonkyName(), ContextRuns.FLOOR)));
    }
}
