package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.MigrationConfig;
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
import io.e2e.migrations.database.TargetDatabase;
import java.util.ArrayList;
import java.util.List;

/** How applying, and finding nothing pending, grow with the catalog. */
public final class Scale implements Topic {

    private static final String NOTE =
            "Generated catalogs; the catalog is read anew and the result verified each time.";

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        List<Measurement> applying = new ArrayList<>();
        List<Measurement> again = new ArrayList<>();
        for (int size = 10; size <= effort.largestCatalog(); size *= 10) {
            measure(size, applying, again);
        }
        return new Outcome(
                List.of(
                        new Comparison("Apply and verify a catalog", NOTE, Unit.MILLISECONDS, applying),
                        new Comparison("Nothing pending, verified", NOTE, Unit.MILLISECONDS, again)),
                List.of());
    }

    private static void measure(int size, List<Measurement> applying, List<Measurement> again) throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.create("catalog")) {
            GeneratedCatalog.write(directory.path(), size);
            MigrationConfig config = MigrationConfig.defaults()
                    .withOptions(MigrationConfig.defaults().options().withLocations("file:" + directory.path()));
            try (Servers servers = Servers.start(config)) {
                // A few thousand migrations warm a JVM up by themselves.
                Rounds rounds = new Rounds(size < 1000 ? 5 : 0, size < 1000 ? 5 : 1);
                List<TargetDatabase> filled = new ArrayList<>();
                String name = size + " migrations";
                applying.addAll(rounds.of(List.of(new Contender(name, () -> {
                    TargetDatabase database = servers.databases().next();
                    filled.add(database);
                    return Trial.timed(() -> Way.OURS.apply(servers.order(database)));
                }))));
                Way.Order order = servers.order(filled.get(filled.size() - 1));
                again.addAll(new Rounds(2, 5)
                        .of(List.of(new Contender(name, () -> Trial.timed(() -> Way.OURS.apply(order))))));
            }
        }
    }
}
