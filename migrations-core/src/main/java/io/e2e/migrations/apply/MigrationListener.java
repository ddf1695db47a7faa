package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.MigrationPlan;
import java.time.Duration;

/**
 * Listens to a run. Called on the thread that migrates, in the order of the methods below. An exception of a listener
 * ends the run before its next migration; so each migration is sent in a message of its own if there is a listener, and
 * many in one message if there is none.
 *
 * <p>If the database is a copy of a template, its migrations were applied before the run: the listener is only told the
 * plan and the report, which says so.
 */
public interface MigrationListener {

    /** Called with the plan, before any migration runs. */
    default void onPlan(MigrationPlan plan) {}

    /** Called before a migration runs. */
    default void onStart(Migration migration) {}

    /** Called when a migration is committed. */
    default void onApplied(Migration migration, Duration duration) {}

    /** Called when a migration is reverted, so that it is pending again. */
    default void onReverted(Migration migration) {}

    /** Called at the end of a run that did not fail, after the verification. */
    default void onReport(MigrationReport report) {}
}
