package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.plan.OutOfOrderException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two services can share a database, whoever comes first: after one plan and then another, both selections have what the
 * whole catalog gives them.
 */
final class PairCheck {

    private final MigrationCatalog catalog;
    private final Map<List<Migration>, List<Selection>> plans;
    private final SchemaDescription whole;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<ProofViolation> violations = new ArrayList<>();

    PairCheck(MigrationCatalog catalog, Map<List<Migration>, List<Selection>> plans, SchemaDescription whole) {
        this.catalog = catalog;
        this.plans = plans;
        this.whole = whole;
        for (List<Migration> first : plans.keySet()) {
            for (List<Migration> second : plans.keySet()) {
                if (!first.equals(second)) {
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

    List<Experiment> experiments() {
        return this.pairs.stream().map(Pair::experiment).toList();
    }

    int size() {
        return this.pairs.size();
    }

    /** One violation for each difference, however many pairs show it. */
    List<ProofViolation> judge(Evidence evidence) {
        Set<List<String>> known = new HashSet<>();
        for (Pair pair : this.pairs) {
            Outcome outcome = evidence.states().of(pair.experiment());
            wrong(pair, outcome)
                    .filter(selection -> known.add(differences(selection, outcome)))
                    .ifPresent(selection -> this.violations.add(violation(pair, selection, evidence)));
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

    private ProofViolation violation(Pair pair, Selection selection, Evidence evidence) {
        List<String> differences = differences(selection, evidence.states().of(pair.experiment()));
        Migration blamed = blamed(pair, selection, evidence);
        List<Migration> foreign = pair.first().stream()
                .filter(migration -> !pair.second().contains(migration) && blamed.precedes(migration))
                .toList();
        for (Migration other : foreign) {
            if (spoils(other, pair, selection, evidence)) {
                return new ProofViolation(
                        other.file(),
                        text(pair, selection, differences) + "\n    " + blamed.file()
                                + " does something else when this file has run before it.",
                        HeaderLines.write("requires: " + blamed.paddedNumber()));
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
    private Migration blamed(Pair pair, Selection selection, Evidence evidence) {
        if (this.plans.getOrDefault(pair.first(), List.of()).contains(selection)) {
            for (int count = 1; count <= pair.pending().size(); count++) {
                List<Migration> some = pair.pending().subList(0, count);
                Experiment experiment = new Experiment(join(pair.first(), some), join(pair.first(), some));
                if (!differences(selection, evidence.states().of(experiment)).isEmpty()) {
                    return some.get(count - 1);
                }
            }
        }
        return evidence.lastShaper(selection, pair.pending());
    }

    private boolean spoils(Migration other, Pair pair, Selection selection, Evidence evidence) {
        List<Migration> first = new ClosureCheck(this.catalog).closure(other);
        List<Migration> pending =
                Histories.pending(this.catalog, first, selection(pair.second()).plan(), OutOfOrder.APPLY);
        Outcome outcome = evidence.states().of(new Experiment(join(first, pending), pair.second()));
        return !differences(selection, outcome).isEmpty();
    }

    private static List<Migration> join(List<Migration> first, List<Migration> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** A plan, another one, and what is pending of the second after the first. */
    private record Pair(List<Migration> first, List<Migration> second, List<Migration> pending) {

        Experiment experiment() {
            return new Experiment(join(this.first, this.pending), this.second);
        }
    }
}
