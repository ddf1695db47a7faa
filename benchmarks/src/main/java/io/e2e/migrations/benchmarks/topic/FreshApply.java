package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Sample;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Trial;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.peer.Servers;
import io.e2e.migrations.benchmarks.peer.Way;
import io.e2e.migrations.database.TargetDatabase;
import java.util.Arrays;
import java.util.List;

/** The whole catalog into an empty database of a running server, in a warm JVM. */
public final class FreshApply implements Topic {

    private static final String TITLE = "Whole catalog into an empty database, warm JVM";

    @Override
    public String name() {
        return "apply";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (Servers servers = Servers.start(MigrationConfig.defaults())) {
            List<Contender> contenders = Arrays.stream(Way.values())
                    .filter(Way::isHere)
                    .map(way -> new Contender(way.label(), () -> run(way, servers)))
                    .toList();
            Comparison comparison = new Comparison(
                    TITLE,
                    "One server, a new database for each run. Connecting, reading the files and, for us, verifying are"
                            + " part of it." + (Way.PSQL.isHere() ? "" : " psql is not on this machine's path."),
                    Unit.MILLISECONDS,
                    effort.inProcess().of(contenders));
            return new Outcome(List.of(comparison), bars(comparison));
        }
    }

    private static Sample run(Way way, Servers servers) throws Exception {
        try (TargetDatabase database = servers.databases().next()) {
            return Trial.timed(() -> way.apply(servers.order(database)));
        }
    }

    private static List<Bar> bars(Comparison comparison) {
        String ours = Way.OURS.label();
        return List.of(
                Bar.ratio("fresh apply, over one message", 1.15, comparison.ratio(ours, Way.ONE_MESSAGE.label())),
                Bar.ratio("fresh apply, over Flyway", 0.75, comparison.ratio(ours, Way.FLYWAY.label())),
                Bar.ratio("fresh apply, over Liquibase", 0.75, comparison.ratio(ours, Way.LIQUIBASE.label())));
    }
}
