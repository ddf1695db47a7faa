package io.e2e.migrations.boot.background;

import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationListeners;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stands for beans that do not exist yet when a service is begun early. Thread-safe. */
final class DeferredBeans implements DatabaseAccess {

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

    /** For the beans that were told of, each time. */
    MigrationListener listener() {
        return new MigrationListeners(() -> this.listeners);
    }

    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return access().open(request);
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        return access().open(request, template);
    }

    private DatabaseAccess access() {
        return Objects.requireNonNull(this.access, "nobody opens a database before the target is known");
    }
}
