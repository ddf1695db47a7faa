package io.e2e.migrations.drift;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.plan.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The migrations that were applied to a database, and the values that they were applied with: what makes a scratch
 * database equal to it. Immutable.
 *
 * @param plan the migrations, in the order in which they were applied
 * @param inputs the values of their inputs, those of a single migration under its file's name, a blank and the input's
 *     name
 */
public record AppliedPlan(MigrationPlan plan, Map<String, String> inputs) {

    public AppliedPlan {
        inputs = Map.copyOf(inputs);
    }

    /**
     * The migrations of a history, without those whose files another catalog contains.
     *
     * @param inputs the values of the present run, for migrations that were applied without any
     */
    public static AppliedPlan of(
            MigrationCatalog catalog, Collection<AppliedMigration> history, Map<String, String> inputs) {
        Map<String, Migration> byFile =
                catalog.migrations().stream().collect(Collectors.toMap(Migration::file, Function.identity()));
        Map<String, String> values = new HashMap<>(inputs);
        List<PlannedMigration> steps = new ArrayList<>();
        history.stream()
                .sorted(Comparator.comparingLong(AppliedMigration::rank))
                .forEach(row -> {
                    Migration migration = byFile.get(row.file());
                    if (migration != null) {
                        steps.add(new PlannedMigration(migration, new Reason.Everything()));
                        row.inputs().forEach((name, value) -> {
                            if (!value.equals(inputs.get(name))) {
                                values.put(row.file() + " " + name, value);
                            }
                        });
                    }
                });
        return new AppliedPlan(new MigrationPlan(List.of(), steps), values);
    }

    List<Migration> migrations() {
        return this.plan.migrations();
    }
}
