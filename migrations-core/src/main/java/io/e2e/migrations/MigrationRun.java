package io.e2e.migrations;

import io.e2e.migrations.apply.MigrationExecutor;
import io.e2e.migrations.apply.MigrationListeners;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.apply.RunInputs;
import io.e2e.migrations.apply.RunJournal;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.SchemaVerifier;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a configuration comes to before a database is known: plan and values. Can be carried out on any database.
 *
 * @param catalog where the plan comes from
 * @param plan what is wanted
 * @param options how to apply and verify it
 * @param inputs the values for migrations that declare inputs
 * @param time the clock for waiting
 */
record MigrationRun(
        MigrationCatalog catalog,
        MigrationPlan plan,
        MigrationOptions options,
        Map<String, String> inputs,
        TimeSource time) {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    /** How often a run may lose its connection without getting any further. */
    private static final int FRUITLESS_LOSSES = 3;

    static MigrationRun of(MigrationCatalog catalog, MigrationConfig config, TimeSource time) {
        return new MigrationRun(
                catalog,
                MigrationPlanner.plan(catalog, config.tables()),
                config.options(),
                RunInputs.of(config.options().partitions(), time.now()),
                time);
    }

    /** Names what this would leave in an empty database. */
    String fingerprint() {
        return executor(MigrationListeners.NOBODY).fingerprint();
    }

    SchemaVerifier verifier() {
        return new SchemaVerifier(this.plan, this.inputs);
    }

    /** Applies what is pending and verifies, over as many connections as it takes. */
    MigrationReport on(TargetDatabase database, MigrationListeners listeners) {
        return run(database, executor(listeners));
    }

    /** The same in a database that nobody has used since it was copied from a template. */
    MigrationReport onNewCopy(TargetDatabase database, MigrationListeners listeners) {
        return run(database, executor(listeners).onNewCopy());
    }

    private MigrationExecutor executor(MigrationListeners listeners) {
        return new MigrationExecutor(
                this.catalog, this.plan, this.options, this.inputs, listeners.isEmpty() ? null : listeners);
    }

    private MigrationReport run(TargetDatabase database, MigrationExecutor executor) {
        int losses = 0;
        int progress = 0;
        while (true) {
            try (DatabaseSession session = DatabaseSession.open(database, this.options, this.time)) {
                return run(session, executor);
            } catch (ConnectionLostException ex) {
                losses = executor.progress() > progress ? 1 : losses + 1;
                progress = executor.progress();
                if (losses > FRUITLESS_LOSSES) {
                    throw ex;
                }
                LOG.warn("{} Connecting again; what is applied stays applied.", ex.problem());
            }
        }
    }

    /** What is verified is asked with the first question, so that nothing else is sent if nothing is pending. */
    private MigrationReport run(DatabaseSession session, MigrationExecutor executor) {
        boolean verifies = this.options.verify() != VerifyLevel.NONE;
        SchemaVerifier verifier = verifier();
        Set<String> names = verifies ? verifier.names() : Set.of();
        RunJournal journal = executor.apply(session, names);
        DatabaseState state = journal.unchanged().orElseGet(() -> session.state(names, Set.of()));
        journal.settle(state.history());
        return journal.report(session.description(), verifies ? verifier.require(session.description(), state) : null);
    }
}
