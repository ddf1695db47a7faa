package io.e2e.migrations.boot.engine;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.provision.ExtensibleDatabase;
import io.e2e.migrations.provision.ProvisioningFailedException;
import io.e2e.migrations.time.TimeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.AbstractScriptDatabaseInitializer;
import org.springframework.core.env.Environment;

/**
 * The first database of a context, while the application's engines fill it. What they make is kept as a template, unless
 * something else may have used the database before they were done. In a copy of that template they run again, and find nothing to
 * do; scripts, which have no history, are skipped.
 */
public final class EngineDatabase implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(EngineDatabase.class);

    private final ConfigurableListableBeanFactory beans;
    private final Environment environment;
    private final DatabaseUsers users;
    private final List<InitializingBean> done = new ArrayList<>();
    private final Set<String> remaining = new HashSet<>();
    private @Nullable EngineKey key;
    private @Nullable ExtensibleDatabase database;
    private boolean fresh;
    private boolean looked;
    private boolean closed;

    EngineDatabase(ConfigurableListableBeanFactory beans, Environment environment) {
        this.beans = beans;
        this.environment = environment;
        this.users = new DatabaseUsers(beans);
    }

    /** What the engines add to a database that the starter makes; {@code null} if that is nothing, or cannot be told. */
    public synchronized @Nullable String addition() {
        EngineKey known = this.key;
        if (known == null) {
            known = EngineKey.of(
                    this.beans, this.environment, TimeSource.system().now());
            this.key = known;
            if (known.obstacle() != null) {
                LOG.info(
                        "What {} makes is not kept, so each context makes it again: {}",
                        Engines.labels(known.engines()),
                        known.obstacle());
            } else {
                known.engines().forEach(engine -> this.remaining.addAll(engine.beans(this.beans)));
            }
        }
        return known.key();
    }

    /** Whether this bean is an engine whose work is kept. */
    synchronized boolean has(String name) {
        return this.key != null && this.remaining.contains(name);
    }

    /** A part of an engine is about to be created: every session in the database is too early. */
    synchronized void begin() {
        boolean first = !this.looked;
        if (first) {
            this.looked = true;
            this.users.mark();
        }
        if (this.database == null && !this.closed && !this.remaining.isEmpty() && this.users.areServed()) {
            open(first);
        }
    }

    private void open(boolean first) {
        if (this.beans.getBean(MigrationService.class).database() instanceof ExtensibleDatabase extensible
                && extensible.addition().isKept()) {
            this.database = extensible;
            this.fresh = !extensible.addition().isPresent();
            List<String> sessions = first && this.fresh ? extensible.addition().sessionsIn(extensible) : List.of();
            if (!sessions.isEmpty()) {
                decline("before it ran, " + this.users.describe(sessions) + " used the database");
            }
        }
    }

    /** Runs an engine, as its bean would run it by itself. */
    synchronized void run(String name, InitializingBean engine) {
        begin();
        try {
            if (this.fresh || this.database == null) {
                declineForNewUsers();
                engine.afterPropertiesSet();
            } else {
                runOnCopy(name, engine);
            }
        } catch (Exception ex) {
            giveUp();
            throw new BeanCreationException(name, "Invocation of init method failed", ex);
        }
        this.done.add(engine);
        this.remaining.remove(name);
        this.users.mark();
        if (this.remaining.isEmpty()) {
            finish();
        }
    }

    private void runOnCopy(String name, InitializingBean engine) throws Exception {
        if (engine instanceof AbstractScriptDatabaseInitializer) {
            LOG.info("The database came with what the scripts of spring.sql.init make, so they are not run again");
            return;
        }
        try {
            engine.afterPropertiesSet();
        } catch (Exception ex) {
            LOG.warn(
                    "'{}' refuses a copy of what it made before, so the database is made anew; nothing is kept of it: {}",
                    name,
                    ex.getMessage());
            startOver();
            engine.afterPropertiesSet();
        }
    }

    private void startOver() throws Exception {
        ExtensibleDatabase copy = Objects.requireNonNull(this.database);
        try (PausedPools pools = new PausedPools(this.beans)) {
            LOG.debug("Paused {}", pools);
            copy.addition().startOver(copy);
        }
        this.fresh = true;
        giveUp();
        this.beans
                .getBean(ApplicationDatabase.INITIALIZER, InitializingBean.class)
                .afterPropertiesSet();
        for (InitializingBean earlier : this.done) {
            earlier.afterPropertiesSet();
        }
    }

    private void finish() {
        ExtensibleDatabase filled = this.database;
        if (filled == null) {
            return;
        }
        this.closed = true;
        if (!this.fresh) {
            LOG.info("The database came with what {} made before, for the same files and settings", labels());
            return;
        }
        declineForNewUsers();
        if (this.database != null) {
            keep(filled);
        }
    }

    private void keep(ExtensibleDatabase filled) {
        try (PausedPools pools = new PausedPools(this.beans)) {
            List<String> others = pools.awaitNobodyIn(filled);
            if (!others.isEmpty()) {
                decline(this.users.describe(others) + " is still connected to the database");
                return;
            }
            filled.addition().keep(filled);
            LOG.info(
                    "What {} made is kept, so the next context with the same files and settings begins with it",
                    labels());
        } catch (ProvisioningFailedException ex) {
            LOG.warn("What {} made is not kept", labels(), ex);
        }
        this.database = null;
    }

    private void declineForNewUsers() {
        List<String> names = this.users.sinceMark();
        if (this.database != null && !names.isEmpty()) {
            decline("before it was done, " + DatabaseUsers.quoted(names) + " may have used the database");
        }
    }

    private void decline(String reason) {
        LOG.info("What {} makes is not kept, so each context makes it again: {}", labels(), reason);
        giveUp();
    }

    private void giveUp() {
        this.closed = true;
        if (this.database != null) {
            this.database.addition().giveUp();
            this.database = null;
        }
    }

    private String labels() {
        return this.key == null ? "" : Engines.labels(this.key.engines());
    }

    /** An engine that nothing needs, in a lazy context, has not run; others need not wait for it. */
    @Override
    public synchronized void afterSingletonsInstantiated() {
        giveUp();
    }
}
