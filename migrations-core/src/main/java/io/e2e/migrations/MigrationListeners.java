package io.e2e.migrations;

import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.MigrationPlan;
import java.time.Duration;
import java.util.List;

/** Several listeners as one, told in order. */
record MigrationListeners(List<MigrationListener> listeners) implements MigrationListener {

    /** There is none. */
    static final MigrationListeners NOBODY = new MigrationListeners(List.of());

    MigrationListeners {
        listeners = List.copyOf(listeners);
    }

    boolean isEmpty() {
        return this.listeners.isEmpty();
    }

    @Override
    public void onPlan(MigrationPlan plan) {
        this.listeners.forEach(listener -> listener.onPlan(plan));
    }

    @Override
    public void onStart(Migration migration) {
        this.listeners.forEach(listener -> listener.onStart(migration));
    }

    @Override
    public void onApplied(Migration migration, Duration duration) {
        this.listeners.forEach(listener -> listener.onApplied(migration, duration));
    }

    @Override
    public void onReport(MigrationReport report) {
        this.listeners.forEach(listener -> listener.onReport(report));
    }
}
