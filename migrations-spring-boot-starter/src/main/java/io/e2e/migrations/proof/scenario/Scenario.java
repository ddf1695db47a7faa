package io.e2e.migrations.proof.scenario;

import io.e2e.migrations.catalog.Migration;
import java.util.List;

/**
 * Migrations to be applied to an empty database, in this order.
 *
 * @param sequence what is applied, all in all; a repeatable migration may come twice
 * @param plan what is asked for last; whatever else the sequence holds was applied before
 */
public record Scenario(List<Migration> sequence, List<Migration> plan) {

    public Scenario {
        sequence = List.copyOf(sequence);
        plan = List.copyOf(plan);
    }

    /** One plan on an empty database. */
    public static Scenario of(List<Migration> plan) {
        return new Scenario(plan, plan);
    }

    /** What tells it from others: two scenarios of one sequence end alike. */
    public List<String> key() {
        return this.sequence.stream().map(Migration::file).toList();
    }
}
