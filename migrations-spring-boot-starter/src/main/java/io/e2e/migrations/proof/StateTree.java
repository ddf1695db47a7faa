package io.e2e.migrations.proof;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.session.DatabaseSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Carries out experiments. Many begin alike, so they form a tree: each begins where the longest one before it ended, on
 * a copy of that one's database, and the last of several goes on in the database itself. Outcomes are kept. Not
 * thread-safe.
 */
final class StateTree {

    private final Workbench bench;
    private final Map<List<String>, Outcome> outcomes = new HashMap<>();
    private int databases;

    StateTree(Workbench bench) {
        this.bench = bench;
        this.outcomes.put(List.of(), new Outcome(SchemaDescription.EMPTY, null));
    }

    /** Carries out those that were not yet. */
    void run(Collection<Experiment> experiments) {
        Map<List<String>, Node> nodes = new HashMap<>();
        Node root = new Node(Experiment.of(List.of()), new ArrayList<>());
        nodes.put(List.of(), root);
        experiments.stream()
                .filter(experiment -> !this.outcomes.containsKey(experiment.key()))
                .sorted(Comparator.comparingInt(experiment -> experiment.key().size()))
                .forEach(experiment -> {
                    List<String> key = experiment.key();
                    if (!nodes.containsKey(key)) {
                        Node node = new Node(experiment, new ArrayList<>());
                        parent(key, nodes).children().add(node);
                        nodes.put(key, node);
                    }
                });
        for (Node child : root.children()) {
            this.databases++;
            begin(child, this.bench.server().create());
        }
    }

    /** The outcome of an experiment, carried out now if it was not before. */
    Outcome of(Experiment experiment) {
        if (!this.outcomes.containsKey(experiment.key())) {
            run(List.of(experiment));
        }
        return Objects.requireNonNull(this.outcomes.get(experiment.key()));
    }

    /** How many databases it took. */
    int databases() {
        return this.databases;
    }

    private static Node parent(List<String> key, Map<List<String>, Node> nodes) {
        for (int length = key.size() - 1; length > 0; length--) {
            Node node = nodes.get(key.subList(0, length));
            if (node != null) {
                return node;
            }
        }
        return Objects.requireNonNull(nodes.get(List.<String>of()));
    }

    /** Has the database to itself, and closes it. */
    private void begin(Node node, TargetDatabase database) {
        try (database) {
            goOn(node, database);
        }
    }

    /** Goes on in a database as long as there is one way on only, then in copies of it, and at last in it again. */
    private void goOn(Node node, TargetDatabase database) {
        List<Node> children = List.of(node);
        try (DatabaseSession session = this.bench.open(database)) {
            while (children.size() == 1) {
                Node next = children.get(0);
                Outcome outcome = attempt(next.experiment(), session);
                this.outcomes.put(next.experiment().key(), outcome);
                if (outcome.failed()) {
                    next.children().forEach(child -> fail(child, outcome));
                    return;
                }
                children = next.children();
            }
        }
        for (int number = 0; number < children.size(); number++) {
            if (number < children.size() - 1) {
                this.databases++;
                begin(children.get(number), this.bench.server().copyOf(database));
            } else {
                goOn(children.get(number), database);
            }
        }
    }

    private void fail(Node node, Outcome outcome) {
        this.outcomes.put(node.experiment().key(), outcome);
        node.children().forEach(child -> fail(child, outcome));
    }

    private Outcome attempt(Experiment experiment, DatabaseSession session) {
        try {
            this.bench.apply(session, experiment.plan());
        } catch (MigrationException ex) {
            return new Outcome(SchemaDescription.EMPTY, ex);
        }
        return new Outcome(Workbench.describe(session, this.bench.reader(), RowDetail.REPEATABLE), null);
    }

    private record Node(Experiment experiment, List<Node> children) {}
}
