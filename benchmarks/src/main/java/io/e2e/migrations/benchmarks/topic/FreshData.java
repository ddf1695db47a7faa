package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.peer.Servers;
import io.e2e.migrations.benchmarks.peer.TemporaryDirectory;
import io.e2e.migrations.benchmarks.peer.Way;
import io.e2e.migrations.benchmarks.process.ContextRun;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What fresh data costs each test method, with the Data Storage catalog. */
public final class FreshData implements Topic {

    private static final String REFRESH = "zonky, refresh before each method";
    private static final String COPY = Way.OURS.label() + ", a database per method";
    private static final String SLOW = Way.OURS.label() + ", a database per method, tests of 50 ms";
    private static final String RESET = Way.OURS.label() + ", @ResetData";

    private static final String EMPTY_TABLE = "resource_references";
    private static final String WRITES = "INSERT INTO resource_references (resource_uid, api_version, kind, name)"
            + " VALUES ('1', 'v1', 'Pod', 'one'), ('2', 'v1', 'Pod', 'two');"
            + " INSERT INTO action_histories (resource_id) SELECT id FROM resource_references;"
            + " INSERT INTO audit_retention_policies (event_category, retention_days) VALUES ('benchmark', 1)";

    private static final double SLOW_LIMIT = 5e6;

    @Override
    public String name() {
        return "fresh";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (TemporaryDirectory cache = TemporaryDirectory.create("cache");
                Servers servers = Servers.start(MigrationConfig.defaults())) {
            ContextRun ours = MethodRuns.writing(ContextRuns.ours(cache.path()), EMPTY_TABLE, WRITES, 0);
            ContextRun copies = ours.of(List.of("WritingContext")).with("e2e.migrations.isolation", "method");
            ContextRun zonky = ContextRuns.zonky(servers.files()).of(List.of("ZonkyRefreshContext"));
            Map<String, ContextRun> runs = new LinkedHashMap<>();
            runs.put(REFRESH, MethodRuns.writing(zonky, EMPTY_TABLE, WRITES, 0));
            runs.put(COPY, copies);
            runs.put(SLOW, MethodRuns.writing(copies, EMPTY_TABLE, WRITES, 0.05));
            runs.put(RESET, ours.of(List.of("ResetContext")));
            Comparison comparison = new Comparison(
                    "Fresh data for a test method, whole catalog, 3 tables written to",
                    MethodRuns.NOTE,
                    Unit.MILLISECONDS,
                    MethodRuns.inTurn(runs, effort.repetitions()));
            return new Outcome(List.of(comparison), bars(comparison));
        }
    }

    private static List<Bar> bars(Comparison comparison) {
        return List.of(
                Bar.ratio("a database per method, over zonky's refresh", 0.25, comparison.ratio(COPY, REFRESH)),
                Bar.amount(
                        "a database per method where tests take 50 ms",
                        Unit.MILLISECONDS,
                        SLOW_LIMIT,
                        comparison.of(SLOW).median()),
                Bar.ratio("reset before a method, over zonky's refresh", 0.2, comparison.ratio(RESET, REFRESH)));
    }
}
