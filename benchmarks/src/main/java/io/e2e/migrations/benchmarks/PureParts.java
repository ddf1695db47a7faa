package io.e2e.migrations.benchmarks;

import io.e2e.migrations.benchmarks.pure.CatalogBenchmark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How reading and planning grow with the catalog, measured by JMH. */
final class PureParts implements Topic {

    private static final double PLAN_LIMIT = 100e6;

    private static final Map<String, String> TITLES = Map.of(
            "load", "Read, parse and check a catalog",
            "planEverything", "Plan all of a catalog",
            "planOneTable", "Plan one table of a catalog");

    @Override
    public String name() {
        return "pure";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        ChainedOptionsBuilder options =
                new OptionsBuilder().include(CatalogBenchmark.class.getName()).verbosity(VerboseMode.SILENT);
        if (effort.equals(Effort.quick())) {
            options.warmupIterations(1).measurementIterations(1).measurementTime(TimeValue.milliseconds(200));
        }
        List<Comparison> comparisons = comparisons(new Runner(options.build()).run());
        double largest = comparisons.stream()
                .filter(comparison -> comparison.title().equals(TITLES.get("planEverything")))
                .flatMap(comparison -> comparison.measurements().stream())
                .mapToDouble(Measurement::median)
                .max()
                .orElseThrow();
        return new Outcome(
                comparisons,
                List.of(Bar.amount("10,000 migrations planned, warm", Unit.MILLISECONDS, PLAN_LIMIT, largest)));
    }

    /** One per benchmark; its contenders are the sizes, smallest first. */
    private static List<Comparison> comparisons(Collection<RunResult> results) {
        Map<String, List<Measurement>> bySize = new LinkedHashMap<>();
        for (RunResult result : results) {
            String benchmark = result.getPrimaryResult().getLabel();
            String size = result.getParams().getParam("migrations");
            List<Long> scores = result.getAggregatedResult().getIterationResults().stream()
                    .map(iteration -> Math.round(iteration.getPrimaryResult().getScore()))
                    .toList();
            bySize.computeIfAbsent(benchmark, any -> new ArrayList<>())
                    .add(new Measurement(size + " migrations", scores));
        }
        return bySize.entrySet().stream()
                .map(entry -> new Comparison(
                        String.valueOf(TITLES.get(entry.getKey())),
                        "Generated catalogs; nine of ten migrations make a table, the tenth alters one. JMH, warm JVM.",
                        Unit.MILLISECONDS,
                        entry.getValue()))
                .toList();
    }
}
