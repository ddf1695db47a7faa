package io.e2e.migrations.benchmarks;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.benchmarks.pure.GeneratedCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What fresh data costs each test method: 400 tables, three of them written to. */
final class FreshData implements Topic {

    /** Every tenth only alters, so these make 400 tables. */
    private static final int MIGRATIONS = 444;

    /** Processes for each contender, in turn. */
    private static final int PROCESSES = 2;

    private static final String RESET = Way.OURS.label() + ", @ResetData";
    private static final String CLONE = Way.OURS.label() + ", a database per method";
    private static final String REFRESH = "zonky, refresh before each method";

    private static final double RESET_LIMIT = 10e6;

    @Override
    public String name() {
        return "fresh";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (TemporaryDirectory catalog = TemporaryDirectory.create("catalog");
                TemporaryDirectory cache = TemporaryDirectory.create("cache")) {
            GeneratedCatalog.write(catalog.path(), MIGRATIONS);
            MigrationConfig config = MigrationConfig.defaults()
                    .withOptions(MigrationConfig.defaults().options().withLocations("file:" + catalog.path()));
            try (Servers servers = Servers.start(config)) {
                Comparison comparison = new Comparison(
                        "Fresh data for a test method, 400 tables, 3 of them written to",
                        "What Spring's listeners and the first query take; the test's own writes are left out, and it does"
                                + " nothing else in which something could be made ready in the background.",
                        Unit.MILLISECONDS,
                        inTurn(runs(catalog.path(), cache.path(), servers), effort.repetitions()));
                return new Outcome(List.of(comparison), bars(comparison));
            }
        }
    }

    private static Map<String, ContextRun> runs(Path catalog, Path cache, Servers servers) {
        ContextRun ours = ContextRuns.ours(cache).with("e2e.migrations.locations", "file:" + catalog);
        Map<String, ContextRun> runs = new LinkedHashMap<>();
        runs.put(REFRESH, ContextRuns.zonky(servers.files()).of("ZonkyRefreshContext"));
        runs.put(CLONE, ours.of("WritingContext").with("e2e.migrations.isolation", "method"));
        runs.put(RESET, ours.of("ResetContext"));
        return runs;
    }

    /** Each process gives the times of its methods but the first, which finds everything fresh anyway. */
    private static List<Measurement> inTurn(Map<String, ContextRun> runs, int methods) throws Exception {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int process = 0; process < PROCESSES; process++) {
            for (Map.Entry<String, ContextRun> run : runs.entrySet()) {
                List<Long> all = run.getValue().run(methods + 1).methods();
                times.computeIfAbsent(run.getKey(), any -> new ArrayList<>()).addAll(all.subList(1, all.size()));
            }
        }
        return times.entrySet().stream()
                .map(entry -> new Measurement(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<Bar> bars(Comparison comparison) {
        return List.of(
                Bar.ratio("a database per method, over zonky's refresh", 0.25, comparison.ratio(CLONE, REFRESH)),
                Bar.amount(
                        "reset before a method",
                        Unit.MILLISECONDS,
                        RESET_LIMIT,
                        comparison.of(RESET).median()),
                Bar.ratio("the same, over zonky's refresh", 0.2, comparison.ratio(RESET, REFRESH)));
    }
}
