package io.e2e.migrations.boot.background;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The service of a context, begun on threads of its own when the target is certain, while the context still starts. A bean
 * that needs its plan or its database waits for what is left of the work. The service becomes the context's if the beans do
 * not want another one, and is closed otherwise. What fails here is repeated, and reported, when the context asks for it.
 */
public final class BackgroundStart {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundStart.class);

    private static final String BEAN = "e2eMigrationsBackgroundStart";

    private final CompletableFuture<BackgroundService> begun = new CompletableFuture<>();
    private final List<Thread> work = new ArrayList<>();
    private boolean settled;

    private BackgroundStart() {}

    /** Begins the service of a context, which is a bean from now on: reads its migrations and plans them. */
    public static BackgroundStart begin(DefaultListableBeanFactory beanFactory, Environment environment) {
        return begin(beanFactory, environment, false);
    }

    /** Begins the service of a context whose tests share an embedded database, which is made too. */
    public static BackgroundStart beginEmbedded(DefaultListableBeanFactory beanFactory, Environment environment) {
        return begin(beanFactory, environment, true);
    }

    private static BackgroundStart begin(
            DefaultListableBeanFactory beanFactory, Environment environment, boolean embedded) {
        BackgroundStart start = new BackgroundStart();
        beanFactory.registerSingleton(BEAN, start);
        beanFactory.registerDisposableBean(BEAN, start::end);
        // Two threads: while one parses files, the other loads what a login needs.
        start.run("service", () -> start.begin(environment, embedded));
        start.run("driver", DriverPreload::run);
        return start;
    }

    private void begin(Environment environment, boolean embedded) {
        BackgroundService service;
        try {
            service = BackgroundService.of(environment, embedded);
            this.begun.complete(service);
        } finally {
            // No effect unless that failed: then nobody may wait for it.
            this.begun.cancel(false);
        }
        if (embedded) {
            service.openEmbedded();
        } else {
            service.plan();
        }
    }

    /** The service, for the caller to own; empty if the context wants it otherwise, which ends this one. */
    public synchronized Optional<MigrationService> claimService(
            MigrationConfig wanted, DatabaseAccess access, List<MigrationListener> listeners, TimeSource time) {
        if (this.settled) {
            return Optional.empty();
        }
        this.settled = true;
        Optional<MigrationService> agreed = service().flatMap(service -> service.with(wanted, access, listeners, time));
        if (agreed.isEmpty()) {
            afterwards("give-up", this::closeService);
        }
        return agreed;
    }

    /** The context ends: closes what was begun, unless it was claimed. */
    synchronized void end() {
        if (!this.settled) {
            this.settled = true;
            afterwards("end", this::closeService);
        }
    }

    /** Empty if the properties are not in order, which the context tells. */
    private Optional<BackgroundService> service() {
        return Optional.ofNullable(this.begun.exceptionally(failure -> null).join());
    }

    private void closeService() {
        service().ifPresent(BackgroundService::close);
    }

    private void run(String name, Runnable part) {
        this.work.add(start(name, () -> {
            try {
                part.run();
            } catch (RuntimeException | LinkageError ex) {
                LOG.debug("The context meets this again and tells it", ex);
            }
        }));
    }

    /** Does it when all that was begun is done; nobody waits for it. */
    private void afterwards(String name, Runnable part) {
        start(name, () -> {
            this.work.forEach(BackgroundStart::join);
            try {
                part.run();
            } catch (RuntimeException | LinkageError ex) {
                LOG.warn("What this context began early could not be closed; it ends with the JVM", ex);
            }
        });
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "e2e-migrations-background-" + name);
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
