package io.e2e.migrations;

import io.e2e.migrations.adopt.Adoption;
import io.e2e.migrations.adopt.AdoptionReport;
import io.e2e.migrations.apply.MigrationExecutor;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationListeners;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.apply.RunJournal;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.drift.AppliedPlan;
import io.e2e.migrations.drift.DriftFinder;
import io.e2e.migrations.drift.TemplateDescription;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.plan.Reason;
import io.e2e.migrations.plan.RunInputs;
import io.e2e.migrations.repair.HistoryRepair;
import io.e2e.migrations.repair.RepairReport;
import io.e2e.migrations.revert.MigrationReverter;
import io.e2e.migrations.revert.RevertReport;
import io.e2e.migrations.revert.RevertRequest;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.ConnectTimeoutException;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.DatabaseUnreachableException;
import io.e2e.migrations.status.MigrationStatus;
import io.e2e.migrations.status.StatusFinder;
import io.e2e.migrations.time.RunLimit;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.Compared;
import io.e2e.migrations.verify.Compared.Basis;
import io.e2e.migrations.verify.Finding;
import io.e2e.migrations.verify.SchemaVerifier;
import io.e2e.migrations.verify.VerificationReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The run of a configuration: its plan, its options and the values of its inputs. Planned without a database, and
 * executed on any. Immutable.
 */
final class MigrationRun {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    /** How often in a row a run may lose its connection without applying another migration. */
    private static final int MAX_LOSSES_WITHOUT_PROGRESS = 3;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final MigrationCatalog catalog;
    private final MigrationPlan plan;
    private final MigrationOptions options;
    private final Map<String, String> inputs;
    private final TimeSource time;
    private final @Nullable DriftFinder drift;

    private MigrationRun(
            MigrationCatalog catalog,
            AppliedPlan plan,
            MigrationOptions options,
            TimeSource time,
            @Nullable DriftFinder drift) {
        this.catalog = catalog;
        this.plan = plan.plan();
        this.options = options;
        this.inputs = plan.inputs();
        this.time = time;
        this.drift = drift;
    }

    /**
     * Plans the run of a configuration.
     *
     * @param access provides scratch databases, if the configuration wants a full verification
     */
    static MigrationRun of(MigrationCatalog catalog, MigrationConfig config, DatabaseAccess access, TimeSource time) {
        MigrationOptions options = config.options();
        Map<String, String> inputs = RunInputs.of(options.partitions(), time.now());
        AppliedPlan plan = new AppliedPlan(TableSelector.plan(catalog, config, access), inputs);
        DriftFinder drift = new DriftFinder(
                access,
                config.databaseRequest(),
                options,
                applied -> new PlanTemplate(
                        Optional::empty, () -> new MigrationRun(catalog, applied, options, time, null)),
                time);
        return new MigrationRun(
                catalog,
                plan,
                options,
                time,
                options.verify().isFull() ? (catalog.hasFacts() ? drift : drift.inAllSchemas()) : null);
    }

    MigrationPlan plan() {
        return this.plan;
    }

    /** The values for migrations that declare inputs. */
    Map<String, String> inputs() {
        return this.inputs;
    }

    /** Names what the run would leave in an empty database. */
    String fingerprint() {
        return executor().fingerprint();
    }

    /** An executor without listeners. */
    MigrationExecutor executor() {
        return executor(MigrationListeners.NONE);
    }

    /** Verifies a database that nothing is applied to. */
    VerificationReport verify(DatabaseSession session) {
        SchemaVerifier verifier = verifier();
        return verify(verifier, session, session.state(verifier.names(), List.of()));
    }

    private SchemaVerifier verifier() {
        return new SchemaVerifier(this.catalog, this.plan, this.inputs);
    }

    MigrationStatus status(DatabaseSession session) {
        DatabaseState state = session.state(List.of(), List.of());
        return new StatusFinder(this.catalog, this.plan, state.history(), this.inputs)
                .status(session.description(), state.interrupted());
    }

    RepairReport repair(DatabaseSession session, List<String> files) {
        return new HistoryRepair(this.catalog, files)
                .run(session, migration -> continuing(migration).apply(session, Set.of()));
    }

    /** An executor of one migration, which runs the statement that was interrupted again. */
    private MigrationExecutor continuing(Migration migration) {
        List<PlannedMigration> step = List.of(new PlannedMigration(migration, new Reason.Requested(migration.file())));
        return new MigrationExecutor(this.catalog, new MigrationPlan(List.of(), step), this.options, this.inputs, null)
                .repairing();
    }

    /** Adopts a database; needs a run with a full verification. */
    AdoptionReport adopt(DatabaseSession session) {
        DriftFinder full = Objects.requireNonNull(this.drift, "a full verification");
        return new Adoption(this.catalog, new AppliedPlan(this.plan, this.inputs), verifier(), full).run(session);
    }

    /** Reverts migrations. Connects again if a connection is lost. */
    RevertReport revert(TargetDatabase database, RevertRequest request, MigrationListener listener) {
        MigrationReverter reverter = new MigrationReverter(this.catalog, request, listener, this.options);
        return connectingAgain(database, reverter::run, reverter::progress);
    }

    private VerificationReport verify(SchemaVerifier verifier, DatabaseSession session, DatabaseState state) {
        if (this.catalog.hasFacts()) {
            List<Finding> differences = this.drift == null ? List.of() : differences(this.drift, session, state);
            return verifier.require(
                    session.description(), state, Compared.withHeaders(this.options.verify()), differences);
        }
        return verifyWhole(verifier, session, state);
    }

    private List<Finding> differences(DriftFinder finder, DatabaseSession session, DatabaseState state) {
        return finder.find(session, AppliedPlan.of(this.catalog, state.history(), this.inputs));
    }

    /** Verifies what files without headers made: against a replay on request, or the description kept with the template. */
    private VerificationReport verifyWhole(SchemaVerifier verifier, DatabaseSession session, DatabaseState state) {
        Optional<TemplateDescription.Result> kept =
                TemplateDescription.compare(session, this.options.schema(), state.history());
        Basis basis = this.drift != null ? Basis.REPLAY : kept.isPresent() ? Basis.TEMPLATE : Basis.NOTHING;
        List<Finding> differences = this.drift != null
                ? differences(this.drift, session, state)
                : kept.map(TemplateDescription.Result::differences).orElse(List.of());
        Map<ObjectKind, Integer> objects =
                kept.map(TemplateDescription.Result::counts).orElse(Map.of());
        return verifier.require(
                session.description(),
                state,
                new Compared(this.options.verify(), basis, objects, this.catalog.leftOut()),
                differences);
    }

    /** Applies everything to the empty database of a template; what is made of the template is verified. */
    MigrationReport fill(TargetDatabase empty) {
        AppliedPlan everything = new AppliedPlan(this.plan, this.inputs);
        MigrationOptions unverified = this.options.withVerify(VerifyLevel.NONE);
        MigrationReport report = new MigrationRun(this.catalog, everything, unverified, this.time, null)
                .execute(empty, MigrationListeners.NONE, null);
        if (!this.catalog.hasFacts()) {
            try (DatabaseSession session = DatabaseSession.open(empty, this.options, this.time)) {
                TemplateDescription.keep(
                        session,
                        this.options.schema(),
                        session.state(List.of(), List.of()).history());
            }
        }
        return report;
    }

    /**
     * Applies what is pending and verifies it. Connects again if a connection is lost.
     *
     * @param templateRoles of a new copy of a template, the roles that were made for it; {@code null} for another database
     */
    MigrationReport execute(
            TargetDatabase database, MigrationListeners listeners, @Nullable Set<String> templateRoles) {
        MigrationExecutor executor = executor(listeners);
        return execute(database, templateRoles == null ? executor : executor.onNewCopy(templateRoles));
    }

    private MigrationExecutor executor(MigrationListeners listeners) {
        return new MigrationExecutor(
                this.catalog, this.plan, this.options, this.inputs, listeners.isEmpty() ? null : listeners);
    }

    private MigrationReport execute(TargetDatabase database, MigrationExecutor executor) {
        return connectingAgain(database, session -> execute(session, executor), executor::progress);
    }

    private <T> T connectingAgain(TargetDatabase database, Function<DatabaseSession, T> work, IntSupplier progress) {
        RunLimit limit = RunLimit.in(this.options.timeouts().run(), this.time);
        int lostBackend = 0;
        int losses = 0;
        int before = 0;
        while (true) {
            try (DatabaseSession session =
                    losses == 0 ? DatabaseSession.open(database, this.options, limit) : reopen(database, limit)) {
                if (lostBackend != 0) {
                    session.terminate(lostBackend);
                }
                try {
                    return work.apply(session);
                } finally {
                    lostBackend = session.backend();
                }
            } catch (ConnectionLostException ex) {
                losses = progress.getAsInt() > before ? 1 : losses + 1;
                before = progress.getAsInt();
                if (losses > MAX_LOSSES_WITHOUT_PROGRESS) {
                    throw ex;
                }
                LOG.warn("{} Connecting again; what is committed is kept.", ex.problem());
            }
        }
    }

    /** Connects after a loss: the server may be recovering, and the lost session may hold the lock until it is ended. */
    private DatabaseSession reopen(TargetDatabase database, RunLimit limit) {
        for (int attempt = 1; ; attempt++) {
            try {
                return DatabaseSession.open(database, this.options, limit);
            } catch (DatabaseUnreachableException | ConnectTimeoutException ex) {
                if (attempt == MAX_LOSSES_WITHOUT_PROGRESS) {
                    throw ex;
                }
                this.time.sleep(PAUSE);
            }
        }
    }

    /** Reads the objects to verify with the first query, so that no other is needed if nothing is pending. */
    private MigrationReport execute(DatabaseSession session, MigrationExecutor executor) {
        boolean verifies = this.options.verify() != VerifyLevel.NONE;
        SchemaVerifier verifier = verifier();
        Set<String> names = verifies ? verifier.names() : Set.of();
        RunJournal journal = executor.apply(session, names);
        DatabaseState state = journal.unchangedState().orElseGet(() -> session.state(names, Set.of()));
        journal.addHistory(state.history());
        return journal.report(session.description(), verifies ? verify(verifier, session, state) : null);
    }
}
