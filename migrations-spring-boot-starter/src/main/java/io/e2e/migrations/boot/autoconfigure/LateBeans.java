package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.MigrationPlan;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stands for beans that do not exist yet when a service is begun early. Thread-safe. */
final class LateBeans implements DatabaseAccess, MigrationListener {

    private volatile @Nullable DatabaseAccess access;
    private volatile List<MigrationListener> listeners = List.of();

    void use(DatabaseAccess bean) {
        this.access = bean;
    }

    /** Whether no other access than this may have been used. */
    boolean agreesOn(DatabaseAccess bean) {
        DatabaseAccess used = this.access;
        return used == null || used.equals(bean);
    }

    void tell(List<MigrationListener> beans) {
        this.listeners = List.copyOf(beans);
    }

    @Override
    public TargetDatabase open(MigrationConfig config) {
        return access().open(config);
    }

    @Override
    public TargetDatabase open(MigrationConfig config, DatabaseTemplate template) {
        return access().open(config, template);
    }

    private DatabaseAccess access() {
        return Objects.requireNonNull(this.access, "nobody opens a database before the target is known");
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
