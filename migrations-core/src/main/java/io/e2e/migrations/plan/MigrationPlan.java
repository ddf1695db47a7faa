package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.schema.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The smallest set of migrations that gives the selected tables their final form, in the order in which they run, each
 * with its reason. A plan does not depend on a database. Immutable.
 *
 * @param selection the entries of the selection, unchanged; empty means everything
 * @param steps the migrations in order
 * @param touched what each migration of the catalog touches, by its file, if that was found out; empty if the files say it
 */
public record MigrationPlan(List<String> selection, List<PlannedMigration> steps, Map<String, Set<ObjectRef>> touched) {

    public MigrationPlan {
        selection = List.copyOf(selection);
        steps = List.copyOf(steps);
        touched = Map.copyOf(touched);
    }

    /** A plan of a catalog whose files say what they touch, or of which that is not known. */
    public MigrationPlan(List<String> selection, List<PlannedMigration> steps) {
        this(selection, steps, Map.of());
    }

    /** The migrations in order, without the reasons. */
    public List<Migration> migrations() {
        return this.steps.stream().map(PlannedMigration::migration).toList();
    }

    /**
     * The plan of the same files as another catalog has read them: facts select migrations, and change none of them.
     *
     * @param facts the catalog with the facts
     */
    public MigrationPlan of(MigrationCatalog catalog, MigrationCatalog facts) {
        Map<String, Migration> files =
                catalog.migrations().stream().collect(Collectors.toMap(Migration::file, Function.identity()));
        return new MigrationPlan(
                this.selection,
                this.steps.stream()
                        .map(step -> new PlannedMigration(
                                files.getOrDefault(step.migration().file(), step.migration()), step.reason()))
                        .toList(),
                facts.migrations().stream()
                        .collect(Collectors.toMap(Migration::file, migration -> Set.copyOf(migration.touches()))));
    }

    /** The plan to read: a line per migration, with its reason. */
    public String explain() {
        int width = this.steps.stream()
                .mapToInt(step -> step.migration().label().length())
                .max()
                .orElse(0);
        return this.steps.stream()
                .map(step -> ("%-" + width + "s  %s").formatted(step.migration().label(), step.reason()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return explain();
    }
}
