package io.e2e.migrations;

import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationListeners;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.UnknownSelectionException;
import io.e2e.migrations.reset.DataReset;
import io.e2e.migrations.reset.ResetReport;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.SchemaVerifier;
import io.e2e.migrations.verify.VerificationReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front door: plans, applies and verifies migrations. In a Spring test it is a bean to inject; in a suite's set-up
 * code it is opened by hand. Thread-safe. Closing it closes the databases that it opened.
 *
 * <pre>{@code
 * try (MigrationService migrations = MigrationService.open(config, access)) {
 *     MigrationReport report = migrations.applyMigrations();
 * }
 * }</pre>
 *
 * Each call comes in two forms: without an argument for the configuration that the service was opened with, and with a
 * {@link MigrationConfig} for another selection, or another database.
 */
public final class MigrationService implements AutoCloseable {

    /** The selection of the audit shortcut: the table, its partitions, and all that shapes it. */
    public static final String AUDIT_TABLE = "audit_events";

    private static final Logger LOG = LoggerFactory.getLogger(MigrationService.class);

    private final MigrationConfig config;
    private final DatabaseRegistry databases;
    private final SessionCache sessions;
    private final BackgroundRun ahead;
    private final MigrationListeners listeners;
    private final TimeSource time;
    private final Map<List<String>, MigrationCatalog> catalogs = new ConcurrentHashMap<>();

    private MigrationService(
            MigrationConfig config, DatabaseAccess access, List<MigrationListener> listeners, TimeSource time) {
        this.config = Objects.requireNonNull(config, "config");
        this.databases = new DatabaseRegistry(access);
        this.sessions = new SessionCache(time);
        this.ahead = new BackgroundRun(config);
        List<MigrationListener> told = List.copyOf(listeners);
        this.listeners = new MigrationListeners(() -> told);
        this.time = time;
    }

    /** A service for one configuration, without listeners; nothing is opened before it is needed. */
    public static MigrationService open(MigrationConfig config, DatabaseAccess access) {
        return open(config, access, List.of(), TimeSource.system());
    }

    /**
     * A service for one configuration; nothing is opened before it is needed.
     *
     * @param config what the calls without an argument use
     * @param access the way to the databases that configurations name
     * @param listeners are told how runs go, in this order
     * @param time today's date, for partitions, and the clock for waiting
     */
    public static MigrationService open(
            MigrationConfig config, DatabaseAccess access, List<MigrationListener> listeners, TimeSource time) {
        return new MigrationService(config, access, listeners, time);
    }

    /** Applies what the service's configuration selects and is not applied yet, and verifies it. */
    public MigrationReport applyMigrations() {
        return applyMigrations(this.config);
    }

    /**
     * Applies what a configuration selects and is not applied yet, and verifies it.
     *
     * @return what was done; its {@code toString} is meant for people
     * @throws MigrationException if anything is not as it should be; nothing is left half done
     */
    public MigrationReport applyMigrations(MigrationConfig config) {
        MigrationRun run = planned(config);
        this.listeners.onPlan(run.plan());
        TargetDatabase database = this.databases.of(config, new PlanTemplate(() -> run));
        boolean newCopy = this.databases.takeNewCopy(database);
        MigrationReport report = this.ahead
                .take(config, run)
                .orElseGet(() -> newCopy ? run.onNewCopy(database, this.listeners) : run.on(database, this.listeners));
        LOG.info("{}", report);
        this.listeners.onReport(report);
        return report;
    }

    /**
     * Does ahead what the first {@link #applyMigrations()} would do before anybody could notice: opens the database and, if
     * it is a new copy of a template in which nothing is pending, verifies it. That call then only tells its listeners.
     * Worth calling on another thread while something else starts; failing is no harm, as that call meets it again.
     *
     * @throws MigrationException if anything is not as it should be
     */
    public void prepare() {
        MigrationRun run = planned(this.config);
        TargetDatabase database = this.databases.of(this.config, new PlanTemplate(() -> run));
        if (this.databases.isNewCopy(database)) {
            this.ahead.verify(run, database);
        }
    }

    /** What {@link #applyMigrations()} makes of an empty database, for an access that can begin with it. */
    public DatabaseTemplate template() {
        return new PlanTemplate(() -> planned(this.config));
    }

    /** Applies everything that {@code audit_events} needs, in the database of the service's configuration. */
    public MigrationReport applyAuditMigrations() {
        return applyAuditMigrations(this.config);
    }

    /** Applies everything that {@code audit_events} needs, in the database that the configuration names. */
    public MigrationReport applyAuditMigrations(MigrationConfig config) {
        return applyMigrations(config.withTables(AUDIT_TABLE));
    }

    /** Applies the whole catalog, in the database of the service's configuration. */
    public MigrationReport applyAllMigrations() {
        return applyAllMigrations(this.config);
    }

    /** Applies the whole catalog, in the database that the configuration names. */
    public MigrationReport applyAllMigrations(MigrationConfig config) {
        return applyMigrations(config.withTables(List.of()));
    }

    /** Verifies what the service's configuration selects. */
    public VerificationReport verifyMigrations() {
        return verifyMigrations(this.config);
    }

    /**
     * Verifies what a configuration selects; changes nothing.
     *
     * @throws io.e2e.migrations.verify.VerificationFailedException if anything is missing; it lists everything
     * @throws io.e2e.migrations.session.QueryFailedException if the database could not be asked
     */
    public VerificationReport verifyMigrations(MigrationConfig config) {
        SchemaVerifier verifier = planned(config).verifier();
        try (DatabaseSession session = DatabaseSession.open(database(config), config.options(), this.time)) {
            return verifier.require(session.description(), session.state(verifier.names(), List.of()));
        }
    }

    /** Puts the data in the database of the service's configuration back to what the migrations left. */
    public ResetReport reset() {
        return reset(this.config);
    }

    /**
     * Puts the data of every table that migrations made back to what they left, seed rows and sequences included, whatever
     * the configuration selects: it names the database and the schema. Only what changed is touched, and no table that
     * other tools made. Reset between tests, not beside one that runs: there is one database for all of them.
     *
     * @return what was put back
     * @throws MigrationException one of the package {@code reset}, if it cannot be done; nothing is changed then
     */
    public ResetReport reset(MigrationConfig config) {
        DataReset reset = new DataReset(new HistoryTable(config.options().schema()));
        ResetReport report = this.sessions.with(database(config), config.options(), reset::run);
        LOG.debug("{}", report);
        return report;
    }

    /** The plan for the service's configuration; needs no database. */
    public MigrationPlan plan() {
        return plan(this.config);
    }

    /** The plan for a configuration; needs no database. */
    public MigrationPlan plan(MigrationConfig config) {
        return MigrationPlanner.plan(catalog(config), config.tables());
    }

    /** What one table, view, group or migration would need; empty if the catalog does not know the name. */
    public Optional<MigrationPlan> planFor(String name) {
        try {
            return Optional.of(plan(this.config.withTables(name)));
        } catch (UnknownSelectionException ex) {
            return Optional.empty();
        }
    }

    /** The database of the service's configuration, opened now if it was not. The service closes it. */
    public TargetDatabase database() {
        return database(this.config);
    }

    /** The database that a configuration names, opened now if it was not. The service closes it. */
    public TargetDatabase database(MigrationConfig config) {
        return this.databases.of(config, new PlanTemplate(() -> planned(config)));
    }

    private MigrationCatalog catalog(MigrationConfig config) {
        return this.catalogs.computeIfAbsent(
                config.options().locations(), locations -> MigrationCatalog.load(locations, null));
    }

    private MigrationRun planned(MigrationConfig config) {
        return MigrationRun.of(catalog(config), config, this.time);
    }

    @Override
    public void close() {
        this.sessions.close();
        this.databases.close();
    }
}
