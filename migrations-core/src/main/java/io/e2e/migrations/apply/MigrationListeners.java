package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.MigrationPlan;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Several listeners as one, called in order. */
public final class MigrationListeners implements MigrationListener {

    /** No listener. */
    public static final MigrationListeners NONE = new MigrationListeners(List::of);

    private final Supplier<List<MigrationListener>> listeners;

    /** The listeners that the supplier returns, which is asked before each call. */
    public MigrationListeners(Supplier<List<MigrationListener>> listeners) {
        this.listeners = listeners;
    }

    /** Whether there is no listener. */
    public boolean isEmpty() {
        for (MigrationListener listener : this.listeners.get()) {
            if (!(listener instanceof MigrationListeners several && several.isEmpty())) {
                return false;
            }
        }
        return true;
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
    public void onReverted(Migration migration) {
        this.listeners.get().forEach(listener -> listener.onReverted(migration));
    }

    @Override
    public void onReport(MigrationReport report) {
        this.listeners.get().forEach(listener -> listener.onReport(report));
    }
}
