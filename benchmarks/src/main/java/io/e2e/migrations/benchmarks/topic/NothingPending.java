package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Trial;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.peer.Servers;
import io.e2e.migrations.benchmarks.peer.Way;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Once more where everything is applied already, in a warm JVM; ours verifies as well. */
public final class NothingPending implements Topic {

    private static final String FLOOR = "connect and select";

    private static final List<Way> WAYS = List.of(Way.OURS, Way.FLYWAY, Way.LIQUIBASE);

    @Override
    public String name() {
        return "pending";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (Servers servers = Servers.start(MigrationConfig.defaults())) {
            List<Contender> contenders = new ArrayList<>();
            TargetDatabase any = servers.databases().next();
            contenders.add(new Contender(
                    FLOOR, () -> Trial.timed(() -> select(servers.order(any).database()))));
            for (Way way : WAYS) {
                Way.Order order = servers.order(servers.databases().next());
                way.apply(order);
                contenders.add(new Contender(way.label(), () -> Trial.timed(() -> way.apply(order))));
            }
            Comparison comparison = new Comparison(
                    "Nothing pending, warm JVM",
                    "Each has its own migrated database. Ours compares every promised object with the database too.",
                    Unit.MILLISECONDS,
                    effort.inProcess().of(contenders));
            return new Outcome(List.of(comparison), bars(comparison));
        }
    }

    private static void select(DataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            row.next();
        }
    }

    private static List<Bar> bars(Comparison comparison) {
        String ours = Way.OURS.label();
        return List.of(
                Bar.ratio("nothing pending, over connect and select", 2.2, comparison.ratio(ours, FLOOR)),
                Bar.ratio("nothing pending, over Flyway", 0.3, comparison.ratio(ours, Way.FLYWAY.label())));
    }
}
