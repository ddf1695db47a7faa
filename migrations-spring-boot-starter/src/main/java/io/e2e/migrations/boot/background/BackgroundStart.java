package io.e2e.migrations.boot.background;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.provision.DatabaseServer;
import io.e2e.migrations.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The service of a context, begun on threads of its own while the context still starts. A bean that needs its plan or its
 * database waits for what is left of the work. The service becomes the context's if the beans do not want another one, and
 * is closed otherwise. What fails here is repeated, and reported, when the context asks for it.
 *
 * <p>Until the target is certain, only a server may be started, in which no name is taken; it is stopped if the target
 * turns out to be another.
 */
public final class BackgroundStart {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundStart.class);

    private static final String BEAN = "e2eMigrationsBackgroundStart";

    private final CompletableFuture<BackgroundService> begun = new CompletableFuture<>();
    private final List<Thread> work = new ArrayList<>();
    private volatile @Nullable DatabaseServer server;
    private boolean settled;
    private boolean over;

    private BackgroundStart() {}

    /** The early start of this context, begun now if it was not. */
    public static BackgroundStart in(ConfigurableListableBeanFactory beanFactory, Environment environment) {
        if (beanFactory.getSingleton(BEAN) instanceof BackgroundStart begun) {
            return begun;
        }
        BackgroundStart start = new BackgroundStart();
        beanFactory.registerSingleton(BEAN, start);
        if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
            registry.registerDisposableBean(BEAN, start::end);
        }
        // Two threads: while one parses files, the other loads what a login needs.
        start.run("service", () -> start.begin(environment));
        start.run("driver", DriverPreload::run);
        return start;
    }

    private void begin(Environment environment) {
        BackgroundService service;
        try {
            service = BackgroundService.of(environment);
            this.begun.complete(service);
        } finally {
            // No effect unless that failed: then nobody may wait for it.
            this.begun.cancel(false);
        }
        service.plan();
        if (TargetChoice.isLikelyEmbedded(environment)) {
            this.server = service.holdServer();
        }
    }

    /** Opens the embedded database, now that it is certain to be the target and that no bean may want another one. */
    public void openEmbedded() {
        service().filter(BackgroundService::useEmbedded).ifPresent(service -> run("database", service::openDatabase));
    }

    /** Stops the server, now that the target is certain to be another. */
    public void stopServer() {
        afterwards("stop", this::releaseServer);
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

    /** The context ends: closes what was begun, unless it was taken. */
    synchronized void end() {
        this.over = true;
        boolean own = !this.settled;
        this.settled = true;
        afterwards("end", () -> {
            releaseServer();
            if (own) {
                closeService();
            }
        });
    }

    /** Empty if the properties are not in order, which the context tells. */
    private Optional<BackgroundService> service() {
        return Optional.ofNullable(this.begun.exceptionally(failure -> null).join());
    }

    private void closeService() {
        service().ifPresent(BackgroundService::close);
    }

    private void releaseServer() {
        DatabaseServer held = this.server;
        if (held != null) {
            held.close();
        }
    }

    private synchronized void run(String name, Runnable part) {
        if (!this.over) {
            this.work.add(start(name, () -> {
                try {
                    part.run();
                } catch (RuntimeException | LinkageError ex) {
                    LOG.debug("The context meets this again and tells it", ex);
                }
            }));
        }
    }

    /** Does it when all that was begun is done; nobody waits for it. */
    private synchronized void afterwards(String name, Runnable part) {
        List<Thread> begunSoFar = List.copyOf(this.work);
        start(name, () -> {
            for (Thread thread : begunSoFar) {
                join(thread);
            }
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
