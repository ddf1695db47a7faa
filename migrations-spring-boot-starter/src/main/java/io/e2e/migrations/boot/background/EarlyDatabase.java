package io.e2e.migrations.boot.background;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.engine.ExpectedEngines;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties.Apply;
import io.e2e.migrations.boot.targets.EmbeddedTarget;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Opens the embedded database that the properties want while the context starts, if the cache knows what it holds. The first
 * service that wants this database gets it. What nobody wants is closed. A failure is repeated, and reported, when the
 * context asks for the database.
 */
public final class EarlyDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyDatabase.class);

    private static final String BEAN = "e2eMigrationsEarlyDatabase";

    private final CompletableFuture<Optional<Opened>> opened = new CompletableFuture<>();
    private boolean claimed;

    private EarlyDatabase() {}

    /** Begins, on a thread of its own; the context ends what was begun. */
    public static void begin(
            DefaultListableBeanFactory beanFactory, ConfigurableEnvironment environment, ExpectedEngines engines) {
        EarlyDatabase early = new EarlyDatabase();
        EarlyProperties properties = new EarlyProperties(environment);
        properties.define(beanFactory);
        beanFactory.registerSingleton(BEAN, early);
        beanFactory.registerDisposableBean(BEAN, early::end);
        start("open", () -> early.open(properties, engines, environment));
    }

    /** The access of a context, complemented by what was begun with an equal one. */
    public static DatabaseAccess complement(DatabaseAccess access, BeanFactory beanFactory) {
        return beanFactory.containsBean(BEAN)
                ? new Complemented(access, beanFactory.getBean(BEAN, EarlyDatabase.class))
                : access;
    }

    private void open(EarlyProperties early, ExpectedEngines engines, Environment environment) {
        Optional<Opened> result = Optional.empty();
        try {
            E2eMigrationsProperties properties = early.bind();
            MigrationConfig config = properties.toConfig();
            ExpectedEngines.Work work = engines.work(environment);
            EmbeddedAccess embedded = EmbeddedTarget.access(properties, work.addition());
            if (work.isAlone() || properties.apply() == Apply.MANUAL) {
                result = openAddition(embedded.withoutTemplate(), config.databaseRequest());
                return;
            }
            try (MigrationService service = MigrationService.open(config, embedded)) {
                Optional<String> key = service.template().key();
                Optional<TargetDatabase> database =
                        key.isPresent() ? embedded.openKnown(config.databaseRequest(), key.get()) : Optional.empty();
                if (database.isPresent()) {
                    result = Optional.of(new Opened(embedded, config.databaseRequest(), key.get(), database.get()));
                }
            }
        } catch (RuntimeException | LinkageError ex) {
            LOG.debug("The context meets this again and tells it", ex);
        } finally {
            this.opened.complete(result);
        }
    }

    private static Optional<Opened> openAddition(EmbeddedAccess embedded, DatabaseRequest request) {
        Optional<TargetDatabase> database = embedded.openAddition(request);
        return database.isPresent() ? Optional.of(new Opened(embedded, request, "", database.get())) : Optional.empty();
    }

    /** What was opened, for the first who asks; waits for it. */
    private Optional<Opened> claim() {
        synchronized (this) {
            if (this.claimed) {
                return Optional.empty();
            }
            this.claimed = true;
        }
        return this.opened.join();
    }

    /** The context ends, and need not wait. */
    private void end() {
        start("end", () -> claim().ifPresent(unwanted -> unwanted.database().close()));
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "e2e-migrations-early-" + name);
        thread.setContextClassLoader(ClassUtils.getDefaultClassLoader());
        thread.setDaemon(true);
        thread.start();
    }

    /** An access that has one database open already. It is no bean before the context has chosen its own. */
    private record Complemented(DatabaseAccess access, EarlyDatabase early) implements DatabaseAccess {

        @Override
        public DatabaseAccess scratchAccess() {
            return this.access.scratchAccess();
        }

        @Override
        public boolean keepsTemplates() {
            return this.access.keepsTemplates();
        }

        @Override
        public Optional<TargetDatabase> openKnown(DatabaseRequest request, String key) {
            Optional<Opened> begun = claimFor(request, key);
            return begun.isPresent() ? Optional.of(begun.get().database()) : this.access.openKnown(request, key);
        }

        private Optional<Opened> claimFor(DatabaseRequest request, String key) {
            Optional<Opened> begun = this.early.claim();
            if (begun.isPresent() && !begun.get().isFor(this.access, request, key)) {
                begun.get().database().close();
                return Optional.empty();
            }
            return begun;
        }

        @Override
        public TargetDatabase open(DatabaseRequest request) {
            return this.access.open(request);
        }

        @Override
        public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
            Optional<Opened> begun = claimFor(request, "");
            return begun.isPresent() ? begun.get().database() : this.access.open(request, template);
        }

        @Override
        public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
            return this.access.readScratch(request, scratch);
        }
    }

    /**
     * A database, and what was asked for.
     *
     * @param access opened it
     * @param request named it
     * @param key named its contents; empty if they are an addition alone
     */
    private record Opened(DatabaseAccess access, DatabaseRequest request, String key, TargetDatabase database) {

        boolean isFor(DatabaseAccess access, DatabaseRequest request, String key) {
            return this.access.equals(access) && this.request.equals(request) && this.key.equals(key);
        }
    }
}
