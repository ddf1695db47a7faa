package io.e2e.migrations.boot.background;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.EmbeddedTarget;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.time.TimeSource;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The service that a context will want if its beans agree with its properties. What it lacks, it gets from beans later. */
final class BackgroundService {

    private final MigrationConfig config;
    private final DeferredBeans late = new DeferredBeans();
    private final MigrationService service;

    private BackgroundService(E2eMigrationsProperties properties, boolean embedded) {
        this.config = properties.toConfig();
        this.service =
                MigrationService.open(this.config, this.late, List.of(this.late.listener()), TimeSource.system());
        if (embedded) {
            this.late.use(EmbeddedTarget.access(properties));
        }
    }

    /** The service by these properties, which are read now; on the embedded database, or on one that a bean will open. */
    static BackgroundService of(Environment environment, boolean embedded) {
        return new BackgroundService(
                Binder.get(environment).bindOrCreate("e2e.migrations", E2eMigrationsProperties.class), embedded);
    }

    /** Closes what was opened. */
    void close() {
        this.service.close();
    }

    /** Plans, which every target needs. */
    void plan() {
        this.service.plan();
    }

    /** Makes the embedded database, and verifies it. */
    void openEmbedded() {
        this.service.prepare();
    }

    /** The service, told of the beans that it lacked; empty if they want something else. */
    Optional<MigrationService> with(
            MigrationConfig wanted, DatabaseAccess access, List<MigrationListener> listeners, TimeSource time) {
        boolean same = this.config.equals(wanted) && this.late.agreesOn(access) && time.equals(TimeSource.system());
        if (!same) {
            return Optional.empty();
        }
        this.late.use(access);
        this.late.tell(listeners);
        return Optional.of(this.service);
    }
}
