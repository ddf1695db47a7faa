package io.e2e.migrations.boot.background;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.EmbeddedTarget;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.isolation.Isolation;
import io.e2e.migrations.provision.DatabaseServer;
import io.e2e.migrations.time.TimeSource;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The service that a context will want if its beans agree with its properties. What it lacks, it gets from beans later. */
final class BackgroundService {

    private final E2eMigrationsProperties properties;
    private final MigrationConfig config;
    private final EmbeddedAccess embedded;
    private final DeferredBeans late = new DeferredBeans();
    private final MigrationService service;

    private BackgroundService(E2eMigrationsProperties properties) {
        this.properties = properties;
        this.config = properties.toConfig();
        this.embedded = EmbeddedTarget.access(properties);
        this.service =
                MigrationService.open(this.config, this.late, List.of(this.late.listener()), TimeSource.system());
    }

    /** The service by these properties, which are read now. */
    static BackgroundService of(Environment environment) {
        return new BackgroundService(
                Binder.get(environment).bindOrCreate("e2e.migrations", E2eMigrationsProperties.class));
    }

    /** Gives up what was opened. */
    void close() {
        this.service.close();
    }

    /** Plans, which every target needs. */
    void plan() {
        this.service.plan();
    }

    /** Starts the embedded server; makes no database yet. */
    DatabaseServer holdServer() {
        return this.embedded.server(this.config.databaseRequest(), this.service.template());
    }

    /** Uses the embedded database, unless each test has another. Whether it does. */
    boolean useEmbedded() {
        boolean one = this.properties.isolation() == Isolation.NONE;
        if (one) {
            this.late.use(this.embedded);
        }
        return one;
    }

    /** Makes the database that was settled on, and verifies it. */
    void openDatabase() {
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
