package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import java.util.List;

/**
 * Migrations to be applied to an empty database, in this order.
 *
 * @param sequence what is applied, all in all; a repeatable migration may come twice
 * @param plan what is asked for last; whatever else the sequence holds was applied before
 */
record Experiment(List<Migration> sequence, List<Migration> plan) {

    Experiment {
        sequence = List.copyOf(sequence);
        plan = List.copyOf(plan);
    }

    /** One plan on an empty database. */
    static Experiment of(List<Migration> plan) {
        return new Experiment(plan, plan);
    }

    /** What tells it from others: two experiments of one sequence end alike. */
    List<String> key() {
        return this.sequence.stream().map(Migration::file).toList();
    }
}
