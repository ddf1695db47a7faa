package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.change.Differences;
import io.e2e.migrations.change.UnsteadyColumns;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.plan.OutOfOrderException;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.plan.Reason;
import io.e2e.migrations.proof.scenario.Outcome;
import io.e2e.migrations.proof.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every selection's plan gives what the whole catalog gives, and nothing in it can be left out: without any one of its
 * migrations it fails, gives something else, or could later not be completed in order.
 *
 * @param catalog the catalog that is proven
 * @param proven the migrations to prove, at least one of which each plan to prove has
 * @param plans the distinct plans, each with the selections that have it
 * @param whole what the whole catalog gives
 * @param smallest whether nothing in a plan may be left out
 * @param unsteady what is not compared
 */
record PlanCheck(
        MigrationCatalog catalog,
        Set<Migration> proven,
        Map<List<Migration>, List<Selection>> plans,
        SchemaDescription whole,
        boolean smallest,
        UnsteadyColumns unsteady) {

    PlanCheck {
        plans = plans.entrySet().stream()
                .filter(plan -> plan.getKey().stream().anyMatch(proven::contains))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    int size() {
        return this.plans.size();
    }

    List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        this.plans.forEach((plan, selections) -> {
            scenarios.add(Scenario.of(plan));
            selections.get(0).plan().steps().stream()
                    .filter(this::isProven)
                    .forEach(left -> scenarios.add(Scenario.of(without(plan, left.migration()))));
        });
        return scenarios;
    }

    /** Whether a migration to prove is in the plan for its own sake, or because another one to prove requires it. */
    private boolean isProven(PlannedMigration step) {
        return this.smallest
                && this.proven.contains(step.migration())
                && (!(step.reason() instanceof Reason.RequiredBy required)
                        || this.proven.contains(required.migration()));
    }

    private static List<Migration> without(List<Migration> plan, Migration left) {
        return plan.stream().filter(migration -> !migration.equals(left)).toList();
    }

    /** Selections that share a plan mostly share what is wrong with it; one of them then tells it. */
    List<ProofViolation> judge(FailureDiagnosis diagnosis) {
        Map<String, ProofViolation> violations = new LinkedHashMap<>();
        this.plans.forEach((plan, selections) -> {
            Outcome outcome = diagnosis.outcome(Scenario.of(plan));
            for (Selection selection : selections) {
                List<ProofViolation> found = isRight(selection, outcome)
                        ? needless(selection, diagnosis)
                        : List.of(wrong(selection, outcome, diagnosis));
                found.forEach(
                        violation -> violations.putIfAbsent(violation.file() + " " + violation.offer(), violation));
            }
        });
        return List.copyOf(violations.values());
    }

    private boolean isRight(Selection selection, Outcome outcome) {
        return !outcome.failed() && differences(selection, outcome).isEmpty();
    }

    private List<String> differences(Selection selection, Outcome outcome) {
        return selection.differences(this.unsteady.without(this.whole), this.unsteady.without(outcome.state()));
    }

    private ProofViolation wrong(Selection selection, Outcome outcome, FailureDiagnosis diagnosis) {
        Migration shaper = diagnosis.lastShaper(selection, selection.migrations());
        String how = outcome.failed()
                ? "fails: " + outcome.reason()
                : "does not give it as the whole catalog does (- whole, + plan):"
                        + Differences.text(differences(selection, outcome));
        return new ProofViolation(
                shaper.file(),
                "the plan of " + selection + " " + how,
                diagnosis.requirement(shaper, selection.migrations(), other -> isRight(selection, other)));
    }

    private List<ProofViolation> needless(Selection selection, FailureDiagnosis diagnosis) {
        List<ProofViolation> violations = new ArrayList<>();
        for (PlannedMigration step : selection.plan().steps()) {
            List<Migration> rest = without(selection.migrations(), step.migration());
            if (isProven(step)
                    && isRight(selection, diagnosis.outcome(Scenario.of(rest)))
                    && !isNeededForOrder(selection, rest)) {
                violations.add(needless(selection, step));
            }
        }
        return violations;
    }

    private boolean isNeededForOrder(Selection selection, List<Migration> rest) {
        try {
            Histories.pending(this.catalog, rest, selection.plan(), OutOfOrder.FAIL);
            return false;
        } catch (OutOfOrderException ex) {
            return true;
        }
    }

    private static ProofViolation needless(Selection selection, PlannedMigration step) {
        String label = step.migration().label();
        if (step.reason() instanceof Reason.RequiredBy required) {
            return new ProofViolation(
                    required.migration().file(),
                    "it requires " + label + ", which the plan of " + selection + " gives the same without",
                    HeaderLines.takeOut("requires: " + step.migration().version()));
        }
        return new ProofViolation(
                step.migration().file(),
                "it is in the plan of " + selection + " (" + step.reason() + "), which gives the same without it",
                "Its header must name only what it changes.");
    }
}
