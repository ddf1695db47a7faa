package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.MigrationPlan;
import java.time.Duration;

/**
 * Is told how a run goes. Called on the thread that migrates, in the order below; an exception that a listener throws
 * ends the run before its next migration. So each migration is a message of its own if there is a listener, and many
 * travel together if there is none.
 *
 * <p>If the database is a copy of a template, its migrations were applied before there was such a run: the listener is
 * told the plan and the report, which says so, and of no migration.
 */
public interface MigrationListener {

    /** The plan is known; nothing has run. */
    default void onPlan(MigrationPlan plan) {}

    /** A migration is about to run. */
    default void onStart(Migration migration) {}

    /** A migration is committed. */
    default void onApplied(Migration migration, Duration duration) {}

    /** The run is over and, if so configured, verified. */
    default void onReport(MigrationReport report) {}
}
