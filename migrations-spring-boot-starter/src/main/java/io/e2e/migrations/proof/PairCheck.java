package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.change.Differences;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.OutOfOrderException;
import io.e2e.migrations.proof.scenario.Outcome;
import io.e2e.migrations.proof.scenario.Scenario;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two services can share a database in either order: after one plan and then another, both selections have what the
 * whole catalog gives them.
 */
final class PairCheck {

    private final MigrationCatalog catalog;
    private final Map<List<Migration>, List<Selection>> plans;
    private final SchemaDescription whole;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<ProofViolation> violations = new ArrayList<>();

    /** Prepares the pairs of which at least one plan has a migration to prove. */
    PairCheck(
            MigrationCatalog catalog,
            Set<Migration> proven,
            Map<List<Migration>, List<Selection>> plans,
            SchemaDescription whole) {
        this.catalog = catalog;
        this.plans = plans;
        this.whole = whole;
        for (List<Migration> first : plans.keySet()) {
            for (List<Migration> second : plans.keySet()) {
                if (!first.equals(second)
                        && Stream.of(first, second).flatMap(List::stream).anyMatch(proven::contains)) {
                    add(first, second);
                }
            }
        }
    }

    private void add(List<Migration> first, List<Migration> second) {
        try {
            List<Migration> pending =
                    Histories.pending(this.catalog, first, selection(second).plan(), OutOfOrder.FAIL);
            this.pairs.add(new Pair(first, second, pending));
        } catch (OutOfOrderException ex) {
            this.violations.add(new ProofViolation(
                    ex.pairs().get(0).late().file(),
                    "after the plan of " + selection(first) + ", the plan of " + selection(second)
                            + " is out of order: " + ex.problem(),
                    "What both touch must be in both headers."));
        }
    }

    private Selection selection(List<Migration> plan) {
        return this.plans.getOrDefault(plan, List.of()).get(0);
    }

    /** The first plan of each pair is a scenario too, on whose result the second is applied. */
    List<Scenario> scenarios() {
        return this.pairs.stream()
                .flatMap(pair -> Stream.of(Scenario.of(pair.first()), pair.scenario()))
                .toList();
    }

    int size() {
        return this.pairs.size();
    }

    /** One violation for each difference, however many pairs show it. */
    List<ProofViolation> judge(FailureDiagnosis diagnosis) {
        Set<List<String>> known = new HashSet<>();
        for (Pair pair : this.pairs) {
            Outcome outcome = diagnosis.outcome(pair.scenario());
            wrong(pair, outcome)
                    .filter(selection -> known.add(differences(selection, outcome)))
                    .ifPresent(selection -> this.violations.add(violation(pair, selection, diagnosis)));
        }
        return this.violations;
    }

    private Optional<Selection> wrong(Pair pair, Outcome outcome) {
        return Stream.of(pair.first(), pair.second())
                .flatMap(plan -> this.plans.getOrDefault(plan, List.of()).stream())
                .filter(selection -> !differences(selection, outcome).isEmpty())
                .findFirst();
    }

    private List<String> differences(Selection selection, Outcome outcome) {
        return outcome.failed()
                ? List.of("fails: " + outcome.reason())
                : selection.differences(this.whole, outcome.state());
    }

    private ProofViolation violation(Pair pair, Selection selection, FailureDiagnosis diagnosis) {
        List<String> differences = differences(selection, diagnosis.outcome(pair.scenario()));
        Migration blamed = blamed(pair, selection, diagnosis);
        List<Migration> foreign = pair.first().stream()
                .filter(migration -> !pair.second().contains(migration) && blamed.precedes(migration))
                .toList();
        for (Migration other : foreign) {
            if (spoils(other, pair, selection, diagnosis)) {
                return new ProofViolation(
                        other.file(),
                        text(pair, selection, differences) + "\n    " + blamed.file()
                                + " does something else when this file has run before it.",
                        HeaderLines.write("requires: " + blamed.version()));
            }
        }
        return new ProofViolation(
                blamed.file(), text(pair, selection, differences), "Its SQL must do the same whatever else is there.");
    }

    private String text(Pair pair, Selection selection, List<String> differences) {
        return "after the plan of " + selection(pair.first()) + " and then that of " + selection(pair.second()) + ", "
                + selection + " is not as the whole catalog makes it (- whole, + here):"
                + Differences.text(differences);
    }

    /** The first of the pending migrations after which what was right is wrong, else the last that shapes it. */
    private Migration blamed(Pair pair, Selection selection, FailureDiagnosis diagnosis) {
        if (this.plans.getOrDefault(pair.first(), List.of()).contains(selection)) {
            for (int count = 1; count <= pair.pending().size(); count++) {
                List<Migration> some = pair.pending().subList(0, count);
                Scenario scenario = new Scenario(join(pair.first(), some), join(pair.first(), some));
                if (!differences(selection, diagnosis.outcome(scenario)).isEmpty()) {
                    return some.get(count - 1);
                }
            }
        }
        return diagnosis.lastShaper(selection, pair.pending());
    }

    private boolean spoils(Migration other, Pair pair, Selection selection, FailureDiagnosis diagnosis) {
        List<Migration> first = MigrationPlanner.closure(this.catalog, other);
        List<Migration> pending =
                Histories.pending(this.catalog, first, selection(pair.second()).plan(), OutOfOrder.APPLY);
        Outcome outcome = diagnosis.outcome(new Scenario(join(first, pending), pair.second()));
        return !differences(selection, outcome).isEmpty();
    }

    private static List<Migration> join(List<Migration> first, List<Migration> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** A plan, another one, and what is pending of the second after the first. */
    private record Pair(List<Migration> first, List<Migration> second, List<Migration> pending) {

        Scenario scenario() {
            return new Scenario(join(this.first, this.pending), this.second);
        }
    }
}
