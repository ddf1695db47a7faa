package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.change.Differences;
import io.e2e.migrations.change.DownUpCycle;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.proof.scenario.CatalogReplay;
import io.e2e.migrations.proof.scenario.MigrationStep;
import io.e2e.migrations.proof.scenario.Outcome;
import io.e2e.migrations.schema.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reverts the migrations of a replay, newest first. Each Down must bring back what was there before its Up; then the Up
 * is applied and reverted once more, which shows what becomes of rows both ways: rows that the migration did not insert
 * must be the same after Down and Up, or the header says {@code lossy}.
 */
final class DownCheck {

    private final CatalogReplay replay;
    private final Set<Migration> checked;
    private final List<ProofViolation> violations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private SchemaDescription now = SchemaDescription.EMPTY;
    private boolean restarted;
    private int proven;
    private int applied;

    /** Prepares a check of these migrations. */
    DownCheck(CatalogReplay replay, Set<Migration> checked) {
        this.replay = replay;
        this.checked = checked;
    }

    /** Reverts every migration that was applied. */
    void run() {
        List<MigrationStep> steps = this.replay.steps();
        this.now = this.replay.describe();
        this.applied = steps.size();
        for (int number = steps.size() - 1; number >= 0; number--) {
            MigrationStep step = steps.get(number);
            if (!this.checked.contains(step.migration())) {
                continue;
            }
            if (step.migration().header().repeatable()
                    || !step.migration().script().down().isEmpty()) {
                restartAt(number + 1);
            }
            repeat(step.migration(), number);
            if (step.migration().script().down().isEmpty()) {
                this.notes.add(step.migration().file() + " has no Down section");
            } else if (revert(step, number)) {
                this.proven++;
                this.applied--;
            }
        }
    }

    /** Replays the first migrations in a new database, unless it is these that are applied. */
    private void restartAt(int count) {
        if (this.applied != count) {
            this.replay.restart(count);
            this.restarted = true;
            this.now = this.replay.describe();
            this.applied = count;
        }
    }

    List<ProofViolation> violations() {
        return this.violations;
    }

    int proven() {
        return this.proven;
    }

    /** What could not be shown. */
    List<String> notes() {
        return this.notes;
    }

    /** A repeatable migration is run again and again, so it must leave what it finds done already. */
    private void repeat(Migration migration, int number) {
        if (migration.header().repeatable()) {
            try {
                this.replay.repeat(number + 1);
                sameSchema(migration, "run a second time, it gives something else", this.now, this.replay.describe());
            } catch (MigrationException ex) {
                add(migration, "it cannot run a second time: " + Outcome.reason(ex), "A repeatable file must do so.");
            }
        }
    }

    private boolean revert(MigrationStep step, int number) {
        Migration migration = step.migration();
        try {
            SchemaDescription up = this.now;
            if (!isReverted(migration)) {
                return false;
            }
            SchemaDescription down = this.replay.describe();
            if (!sameSchema(migration, "its Down does not bring back what was before its Up", step.before(), down)) {
                return false;
            }
            this.replay.apply(number + 1);
            SchemaDescription upAgain = this.replay.describe();
            if (!sameSchema(migration, "after its Down, its Up gives something else than before", up, upAgain)
                    || !isReverted(migration)) {
                return false;
            }
            this.now = this.replay.describe();
            checkRows(step, new DownUpCycle(up, down, upAgain, this.now));
            return true;
        } catch (MigrationException ex) {
            String problem = "it does not apply again after its Down: " + Outcome.reason(ex);
            add(migration, problem, "Its Down must leave nothing behind that its Up makes.");
            return false;
        }
    }

    private boolean isReverted(Migration migration) {
        Optional<String> refusal = this.replay.revert(migration);
        refusal.ifPresent(
                why -> add(migration, "its Down fails at " + why, "Its Down must undo what its Up does, in reverse."));
        return refusal.isEmpty();
    }

    private boolean sameSchema(
            Migration migration, String problem, SchemaDescription expected, SchemaDescription actual) {
        List<String> differences = Differences.ofContent(withoutRows(expected), withoutRows(actual));
        if (!differences.isEmpty()) {
            String shown = problem + " (- before, + now):" + Differences.text(differences);
            add(migration, shown, "Its Down must undo exactly what its Up does.");
        }
        return differences.isEmpty();
    }

    private void checkRows(MigrationStep step, DownUpCycle cycle) {
        Migration migration = step.migration();
        List<String> unsteady = cycle.unsteady();
        if (!unsteady.isEmpty()) {
            add(
                    migration,
                    "its Down gives other rows the second time (- first, + second):" + Differences.text(unsteady),
                    "Its Down must not depend on how often it runs.");
            return;
        }
        List<String> lost = new ArrayList<>(cycle.notKept());
        if (!this.restarted) {
            lost.addAll(0, cycle.notBroughtBack(step.before()));
        }
        if (!lost.isEmpty() && migration.header().lossy() == null) {
            add(
                    migration,
                    "rows are not the same after Down, or after Down and Up (- before, + now):"
                            + Differences.text(lost),
                    HeaderLines.write("lossy: (say what its Down cannot bring back)"));
        } else if (lost.isEmpty() && migration.header().lossy() != null) {
            nothingLost(migration, cycle);
        }
    }

    private void nothingLost(Migration migration, DownUpCycle cycle) {
        if (cycle.showsRowsOf(migration.touches().stream().map(ObjectRef::name).collect(Collectors.toSet()))) {
            add(
                    migration,
                    "its header says 'lossy', but its rows are the same after Down and Up",
                    HeaderLines.takeOut("lossy: " + migration.header().lossy()));
        } else {
            this.notes.add(migration.file() + " is lossy, which no row shows: give some with withRowsAfter");
        }
    }

    private void add(Migration migration, String problem, String offer) {
        this.violations.add(new ProofViolation(migration.file(), problem, offer));
    }

    private static SchemaDescription withoutRows(SchemaDescription description) {
        return new SchemaDescription(description.objects().stream()
                .map(object -> new DescribedObject(
                        object.object(), object.partsExcept(DescribedPart.ROW).toList()))
                .toList());
    }
}
