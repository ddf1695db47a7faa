package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Measurement;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Rounds;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Trial;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.peer.GeneratedCatalog;
import io.e2e.migrations.benchmarks.peer.Servers;
import io.e2e.migrations.benchmarks.peer.TemporaryDirectory;
import io.e2e.migrations.benchmarks.peer.Way;
import io.e2e.migrations.benchmarks.process.ContextRun;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import io.e2e.migrations.database.TargetDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What fresh data costs each test method with 400 tables, beside the statements that no fresh database can omit. */
public final class ManyTables implements Topic {

    /** Every tenth only alters, so these make 400 tables. */
    private static final int MIGRATIONS = 444;

    private static final String STATEMENTS = "CREATE and DROP DATABASE alone";
    private static final String COPY = Way.OURS.label() + ", a database per method";
    private static final String RESET = Way.OURS.label() + ", @ResetData";

    private static final String WRITES = "INSERT INTO things_1 (id, name) VALUES (1, 'one'), (2, 'two');"
            + " INSERT INTO things_2 (id, name) VALUES (1, 'one'), (2, 'two');"
            + " INSERT INTO things_3 (id, name) VALUES (1, 'one'), (2, 'two')";

    private static final double RESET_LIMIT = 6e6;

    @Override
    public String name() {
        return "tables";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (TemporaryDirectory catalog = TemporaryDirectory.create("catalog");
                TemporaryDirectory cache = TemporaryDirectory.create("cache")) {
            GeneratedCatalog.write(catalog.path(), MIGRATIONS);
            String locations = "file:" + catalog.path();
            MigrationConfig config = MigrationConfig.defaults()
                    .withOptions(MigrationConfig.defaults().options().withLocations(locations));
            List<Measurement> measurements = new ArrayList<>(statements(config, effort.repetitions()));
            ContextRun ours = MethodRuns.writing(ContextRuns.ours(cache.path()), "things_1", WRITES, 0)
                    .with("e2e.migrations.locations", locations);
            Map<String, ContextRun> runs = new LinkedHashMap<>();
            runs.put(COPY, ours.of(List.of("WritingContext")).with("e2e.migrations.isolation", "method"));
            runs.put(RESET, ours.of(List.of("ResetContext")));
            measurements.addAll(MethodRuns.inTurn(runs, effort.repetitions()));
            Comparison comparison = new Comparison(
                    "Fresh data for a test method, 400 tables, 3 of them written to",
                    MethodRuns.NOTE,
                    Unit.MILLISECONDS,
                    measurements);
            return new Outcome(List.of(comparison), bars(comparison));
        }
    }

    private static List<Measurement> statements(MigrationConfig config, int repetitions) throws Exception {
        try (Servers servers = Servers.start(config)) {
            TargetDatabase template = servers.databases().next();
            Way.OURS.apply(servers.order(template));
            String name = template.address().orElseThrow().database();
            return new Rounds(5, repetitions)
                    .of(List.of(new Contender(STATEMENTS, () -> Trial.timed(() -> servers.createAndDrop(name)))));
        }
    }

    private static List<Bar> bars(Comparison comparison) {
        return List.of(
                Bar.ratio(
                        "a database per method with 400 tables, over CREATE and DROP DATABASE alone",
                        1.15,
                        comparison.ratio(COPY, STATEMENTS)),
                Bar.amount(
                        "reset before a method",
                        Unit.MILLISECONDS,
                        RESET_LIMIT,
                        comparison.of(RESET).median()));
    }
}
