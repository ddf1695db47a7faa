package io.e2e.migrations.proof.scenario;

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
 * Carries out scenarios. Many begin alike, so the scenarios form a tree: each continues the longest one that it begins
 * with, in a copy of that one's database; the last of several continues in the database itself. Outcomes are kept. Not
 * thread-safe.
 */
public final class ScenarioTree {

    private final ProofServer server;
    private final Map<List<String>, Outcome> outcomes = new HashMap<>();
    private int databases;

    public ScenarioTree(ProofServer server) {
        this.server = server;
        this.outcomes.put(List.of(), new Outcome(SchemaDescription.EMPTY, null));
    }

    /** Carries out the scenarios that were not carried out before. */
    public void run(Collection<Scenario> scenarios) {
        Map<List<String>, Node> nodes = new HashMap<>();
        Node root = new Node(Scenario.of(List.of()), new ArrayList<>());
        nodes.put(List.of(), root);
        scenarios.stream()
                .filter(scenario -> !this.outcomes.containsKey(scenario.key()))
                .sorted(Comparator.comparingInt(scenario -> scenario.key().size()))
                .forEach(scenario -> {
                    List<String> key = scenario.key();
                    if (!nodes.containsKey(key)) {
                        Node node = new Node(scenario, new ArrayList<>());
                        parent(key, nodes).children().add(node);
                        nodes.put(key, node);
                    }
                });
        for (Node child : root.children()) {
            startIn(child, this.server.create());
        }
    }

    /** The outcome of a scenario, carried out now if it was not before. */
    public Outcome of(Scenario scenario) {
        if (!this.outcomes.containsKey(scenario.key())) {
            run(List.of(scenario));
        }
        return Objects.requireNonNull(this.outcomes.get(scenario.key()));
    }

    /** How many databases were created. */
    public int databases() {
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

    /** Carries out a branch of the tree in a database of its own, which is closed afterwards. */
    private void startIn(Node node, TargetDatabase database) {
        this.databases++;
        try (database) {
            continueIn(node, database);
        }
    }

    /** Uses one database until the tree branches, then a copy for each branch but the last. */
    private void continueIn(Node node, TargetDatabase database) {
        List<Node> children = List.of(node);
        try (DatabaseSession session = this.server.open(database)) {
            while (children.size() == 1) {
                Node next = children.get(0);
                Outcome outcome = attempt(next.scenario(), session);
                this.outcomes.put(next.scenario().key(), outcome);
                if (outcome.failed()) {
                    next.children().forEach(child -> fail(child, outcome));
                    return;
                }
                children = next.children();
            }
        }
        for (int number = 0; number < children.size(); number++) {
            if (number < children.size() - 1) {
                startIn(children.get(number), this.server.copyOf(database));
            } else {
                continueIn(children.get(number), database);
            }
        }
    }

    private void fail(Node node, Outcome outcome) {
        this.outcomes.put(node.scenario().key(), outcome);
        node.children().forEach(child -> fail(child, outcome));
    }

    private Outcome attempt(Scenario scenario, DatabaseSession session) {
        try {
            this.server.apply(session, scenario.plan());
        } catch (MigrationException ex) {
            return new Outcome(SchemaDescription.EMPTY, ex);
        }
        return new Outcome(ProofServer.describe(session, this.server.reader(), RowDetail.REPEATABLE), null);
    }

    private record Node(Scenario scenario, List<Node> children) {}
}
