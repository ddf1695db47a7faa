package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.proof.scenario.MigrationStep;
import io.e2e.migrations.proof.scenario.Outcome;
import io.e2e.migrations.proof.scenario.Scenario;
import io.e2e.migrations.proof.scenario.ScenarioTree;
import io.e2e.migrations.schema.ObjectKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out which line of which file is wrong, by what the replay showed and by more scenarios: the migration that shaped
 * an object last, and the migrations that a set lacks. Asked only when something is wrong already. Not thread-safe.
 */
final class FailureDiagnosis {

    private final MigrationCatalog catalog;
    private final List<MigrationStep> steps;
    private final ScenarioTree scenarios;

    FailureDiagnosis(MigrationCatalog catalog, List<MigrationStep> steps, ScenarioTree scenarios) {
        this.catalog = catalog;
        this.steps = steps;
        this.scenarios = scenarios;
    }

    /** How a scenario ends. */
    Outcome outcome(Scenario scenario) {
        return this.scenarios.of(scenario);
    }

    /** The last of these migrations that changed what the selection promises. */
    Migration lastShaper(Selection selection, List<Migration> among) {
        return this.steps.stream()
                .filter(step -> among.contains(step.migration()))
                .filter(step ->
                        !selection.differences(step.after(), step.before()).isEmpty())
                .map(MigrationStep::migration)
                .reduce(among.get(among.size() - 1), (earlier, later) -> later);
    }

    /** The header line by which the migration would bring in what the set lacks, or an instruction if there is none. */
    String requirement(Migration migration, List<Migration> set, Predicate<Outcome> enough) {
        List<Migration> missing = missing(migration, set, enough);
        if (missing.isEmpty()) {
            return "Its SQL must do the same whatever else is there.";
        }
        String required = usedObject(migration, missing)
                .map(DescribedObject::toString)
                .findFirst()
                .orElseGet(() -> missing.stream()
                        .map(other -> other.version().toString())
                        .collect(Collectors.joining(", ")));
        return HeaderLines.write("requires: " + required);
    }

    /** Takes all earlier migrations, and leaves out one after another as long as the rest is enough. */
    private List<Migration> missing(Migration migration, List<Migration> set, Predicate<Outcome> enough) {
        Set<Migration> extra = this.catalog.migrations().stream()
                .filter(other -> other.precedes(migration) && !set.contains(other))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (extra.isEmpty() || !enough.test(with(set, extra))) {
            return List.of();
        }
        List<Migration> newestFirst = new ArrayList<>(extra);
        Collections.reverse(newestFirst);
        for (Migration candidate : newestFirst) {
            Set<Migration> fewer = new LinkedHashSet<>(extra);
            fewer.remove(candidate);
            if (!isNeededBy(fewer, candidate) && enough.test(with(set, fewer))) {
                extra = fewer;
            }
        }
        Set<Migration> rest = extra;
        return rest.stream().filter(one -> !isNeededBy(rest, one)).toList();
    }

    private boolean isNeededBy(Set<Migration> set, Migration candidate) {
        return set.stream()
                .filter(one -> !one.equals(candidate))
                .anyMatch(one -> MigrationPlanner.closure(this.catalog, one).contains(candidate));
    }

    private Outcome with(List<Migration> set, Set<Migration> extra) {
        return outcome(Scenario.of(this.catalog.migrations().stream()
                .filter(migration -> set.contains(migration) || extra.contains(migration))
                .toList()));
    }

    /** An object that the migration's views use, as PostgreSQL knows, and that all of the missing migrations shape. */
    private Stream<DescribedObject> usedObject(Migration migration, List<Migration> missing) {
        return this.steps.stream()
                .filter(step -> step.migration().equals(migration))
                .flatMap(step -> newViews(step)
                        .flatMap(view -> view.parts().stream())
                        .flatMap(part -> part.uses().stream())
                        .distinct()
                        .filter(use -> this.catalog.touching(use).containsAll(missing))
                        .flatMap(use -> step.after().find(use).stream()));
    }

    private static Stream<DescribedObject> newViews(MigrationStep step) {
        return step.after()
                .ofKind(ObjectKind.VIEW)
                .filter(view -> step.before().find(view).isEmpty());
    }
}
