package io.e2e.migrations.apply;

import io.e2e.migrations.plan.PlannedMigration;
import java.util.List;

/**
 * What a run would do on a database. {@code toString} is the script.
 *
 * @param target the database, in a line
 * @param pending the migrations that the run would apply, in order
 * @param script the statements of the run for psql, with the rows of the history and the seed data
 */
public record DryRun(String target, List<PlannedMigration> pending, String script) {

    public DryRun {
        pending = List.copyOf(pending);
    }

    @Override
    public String toString() {
        return this.script;
    }
}
