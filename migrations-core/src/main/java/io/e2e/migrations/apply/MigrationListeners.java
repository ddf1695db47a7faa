package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.MigrationPlan;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Several listeners as one, told in order.
 *
 * @param listeners those that there are, asked for each time
 */
public record MigrationListeners(Supplier<List<MigrationListener>> listeners) implements MigrationListener {

    /** There is none. */
    public static final MigrationListeners NOBODY = new MigrationListeners(List::of);

    /** Whether there is nobody to be told. */
    public boolean isEmpty() {
        return this.listeners.get().stream()
                .allMatch(listener -> listener instanceof MigrationListeners several && several.isEmpty());
    }

    @Override
    public void onPlan(MigrationPlan plan) {
        this.listeners.get().forEach(listener -> listener.onPlan(plan));
    }

    @Override
    public void onStart(Migration migration) {
        this.listeners.get().forEach(listener -> listener.onStart(migration));
    }

    @Override
    public void onApplied(Migration migration, Duration duration) {
        this.listeners.get().forEach(listener -> listener.onApplied(migration, duration));
    }

    @Override
    public void onReport(MigrationReport report) {
        this.listeners.get().forEach(listener -> listener.onReport(report));
    }
}
