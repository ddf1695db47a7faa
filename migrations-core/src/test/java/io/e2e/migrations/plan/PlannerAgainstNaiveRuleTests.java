package io.e2e.migrations.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the planner with a naive implementation of its rule on every catalog of a small scope, because an error most
 * likely already appears in a small catalog.
 */
class PlannerAgainstNaiveRuleTests {

    private static final int SELECTIONS = 1 << SmallCatalogs.TABLES;

    private final AtomicInteger catalogs = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "2, 0", "2, 1", "2, 2", "3, 0", "3, 1", "3, 2", "3, 3", "4, 0", "4, 1"})
    void planEqualsNaiveRuleAndOnlyAppends(int size, int repeatable) {
        SmallCatalogs.each(size, repeatable, counted(small -> {
            MigrationCatalog catalog = small.build();
            for (int selection = 1; selection < SELECTIONS; selection++) {
                if ((selection & ~small.tables()) == 0) {
                    compare(small, selection, MigrationPlanner.plan(catalog, names(selection)));
                }
            }
            onlyAppends(small);
        }));
        assertThat(this.catalogs).hasPositiveValue();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 1", "3, 0", "3, 1"})
    void planWhenTableIsRequiredEqualsNaiveRule(int size, int repeatable) {
        SmallCatalogs.eachWithFinalForm(size, repeatable, counted(small -> {
            int all = small.tables();
            MigrationCatalog catalog = small.build();
            for (int table = 0; table < SmallCatalogs.TABLES; table++) {
                if (SmallCatalog.contains(all, table)) {
                    compare(small, 1 << table, MigrationPlanner.plan(catalog, names(1 << table)));
                }
            }
        }));
        assertThat(this.catalogs).hasPositiveValue();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 1", "3, 0", "3, 1"})
    void planAfterAnotherIsNeverOutOfOrder(int size, int repeatable) {
        SmallCatalogs.each(size, repeatable, counted(small -> {
            MigrationCatalog catalog = small.build();
            Map<Integer, MigrationPlan> plans = new HashMap<>();
            for (int selection = 1; selection < SELECTIONS; selection++) {
                if ((selection & ~small.tables()) == 0) {
                    plans.put(selection, MigrationPlanner.plan(catalog, names(selection)));
                }
            }
            plans.values().forEach(first -> {
                PendingFinder finder = new PendingFinder(catalog, history(first), Map.of());
                plans.values().forEach(second -> finder.pending(second, OutOfOrder.FAIL));
            });
        }));
        assertThat(this.catalogs).hasPositiveValue();
    }

    private Consumer<SmallCatalog> counted(Consumer<SmallCatalog> check) {
        return small -> {
            this.catalogs.incrementAndGet();
            check.accept(small);
        };
    }

    private static void compare(SmallCatalog small, int selection, MigrationPlan plan) {
        int expected = small.naivePlan(selection);
        int before = -1;
        int found = 0;
        for (PlannedMigration step : plan.steps()) {
            int index = SmallCatalog.index(step.migration());
            if (index <= before) {
                fail(small + " has a plan that is not in order: " + plan);
            }
            before = index;
            found |= 1 << index;
        }
        if (found != expected) {
            fail("for " + names(selection) + " in " + small + " the rule says " + Integer.toBinaryString(expected)
                    + " and the plan is\n" + plan);
        }
    }

    /** After plan A, no migration of plan B precedes an applied one with which it shares a table. */
    private static void onlyAppends(SmallCatalog small) {
        int versioned = small.versioned();
        int[] plans = IntStream.range(0, SELECTIONS)
                .map(selection -> small.naivePlan(selection) & versioned)
                .toArray();
        for (int applied : plans) {
            for (int second : plans) {
                int late = second & ~applied;
                for (int pending = 0; pending < small.size(); pending++) {
                    int overtaken = small.after(pending) & applied;
                    if (SmallCatalog.contains(late, pending) && overtaken != 0) {
                        fail("in " + small + ", after " + Integer.toBinaryString(applied) + " plan "
                                + Integer.toBinaryString(second) + " would come too late with " + pending);
                    }
                }
            }
        }
    }

    private static List<AppliedMigration> history(MigrationPlan plan) {
        List<AppliedMigration> rows = new ArrayList<>();
        for (Migration migration : plan.migrations()) {
            rows.add(new AppliedMigration(
                    rows.size(),
                    migration.file(),
                    migration.checksum(),
                    Map.of(),
                    Instant.EPOCH,
                    "tester",
                    Duration.ZERO,
                    null));
        }
        return rows;
    }

    private static List<String> names(int selection) {
        List<String> names = new ArrayList<>();
        for (int table = 0; table < SmallCatalogs.TABLES; table++) {
            if (SmallCatalog.contains(selection, table)) {
                names.add(SmallCatalog.table(table));
            }
        }
        return names;
    }
}
