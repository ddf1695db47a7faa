package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationListener;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The service of a context, begun on threads of its own while the context still starts: whoever needs its plan or its
 * database waits for what is left of the work. It becomes the context's service if the beans do not want another one,
 * and is given up otherwise. What fails here is no failure yet: it is done again, and told, where the context asks.
 */
final class EarlyStart {

    private static final Logger LOGGER = LoggerFactory.getLogger(EarlyStart.class);

    private static final String BEAN = "e2eMigrationsEarlyStart";

    private final E2eMigrationsProperties properties;
    private final MigrationConfig config;
    private final DatabaseAccess embedded;
    private final LateBeans late = new LateBeans();
    private final MigrationService service;
    private final List<Thread> work = new ArrayList<>();
    private boolean over;

    private EarlyStart(E2eMigrationsProperties properties) {
        this.properties = properties;
        this.config = properties.toConfig();
        this.embedded = EmbeddedTargetConfiguration.access(properties);
        this.service =
                MigrationService.open(this.config, this.late, List.of(this.late.listener()), TimeSource.system());
    }

    /** The early start of this context, begun now if it was not; empty if the properties are not in order. */
    static Optional<EarlyStart> in(ConfigurableListableBeanFactory beanFactory, Environment environment) {
        if (beanFactory.getSingleton(BEAN) instanceof EarlyStart begun) {
            return Optional.of(begun);
        }
        try {
            EarlyStart start = new EarlyStart(
                    Binder.get(environment).bindOrCreate("e2e.migrations", E2eMigrationsProperties.class));
            beanFactory.registerSingleton(BEAN, start);
            if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
                registry.registerDisposableBean(BEAN, start::giveUp);
            }
            start.run("plan", start::plan);
            return Optional.of(start);
        } catch (RuntimeException ex) {
            LOGGER.debug("Nothing is begun early; the context tells what is wrong with its properties", ex);
            return Optional.empty();
        }
    }

    /** Every target wants this, and a driver that has what it needs for a login with a password. */
    private void plan() {
        this.service.plan();
        DriverWarmUp.run();
    }

    /** Opens the embedded database, now that it is certain to be the target. */
    void openEmbedded() {
        this.late.use(this.embedded);
        run("database", this.service::database);
    }

    /** What this start opens its database with, for the context to use the same; empty if the properties are others now. */
    Optional<DatabaseAccess> embedded(E2eMigrationsProperties current) {
        return this.properties.equals(current) ? Optional.of(this.embedded) : Optional.empty();
    }

    /** The service, for the caller to own; empty if the context wants it otherwise, which ends this start. */
    synchronized Optional<MigrationService> take(
            MigrationConfig wanted, DatabaseAccess access, List<MigrationListener> listeners, TimeSource time) {
        boolean same = this.config.equals(wanted) && this.late.agreesOn(access) && time.equals(TimeSource.system());
        if (this.over || !same) {
            giveUp();
            return Optional.empty();
        }
        this.over = true;
        this.late.use(access);
        this.late.tell(listeners);
        return Optional.of(this.service);
    }

    /** Closes what was begun, unless it was taken; nobody waits for it. */
    synchronized void giveUp() {
        if (!this.over) {
            this.over = true;
            List<Thread> begun = List.copyOf(this.work);
            start("stop", () -> {
                for (Thread thread : begun) {
                    join(thread);
                }
                this.service.close();
            });
        }
    }

    private synchronized void run(String name, Runnable part) {
        if (!this.over) {
            this.work.add(start(name, () -> {
                try {
                    part.run();
                } catch (RuntimeException ex) {
                    LOGGER.debug("The context meets this again and tells it", ex);
                }
            }));
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "e2e-migrations-early-" + name);
        thread.setContextClassLoader(ClassUtils.getDefaultClassLoader());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
