package io.e2e.migrations;

import io.e2e.migrations.adopt.AdoptionReport;
import io.e2e.migrations.apply.DryRun;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationListeners;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.UnknownSelectionException;
import io.e2e.migrations.repair.RepairReport;
import io.e2e.migrations.reset.ResetReport;
import io.e2e.migrations.revert.RevertReport;
import io.e2e.migrations.revert.RevertRequest;
import io.e2e.migrations.status.MigrationStatus;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.VerificationReport;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Plans, applies and verifies migrations: the entry point of this library. In a Spring test it is a bean to inject;
 * elsewhere {@code open} creates it. Thread-safe. Closing it closes the databases that it opened. Each operation has two forms: one without an argument, for the configuration that the service was opened with, and
 * one with a {@link MigrationConfig}, for another selection or another database.
 */
public final class MigrationService implements AutoCloseable {

    /** The table that {@link #applyAuditMigrations()} selects. */
    public static final String AUDIT_TABLE = "audit_events";

    private final MigrationConfig config;
    private final DatabaseRegistry databases;
    private final Resets resets;
    private final MigrationListeners listeners;
    private final ServiceTime time;
    private final CatalogCache catalogs = new CatalogCache();
    private final RunRecords records;

    private MigrationService(
            MigrationConfig config, DatabaseAccess access, List<MigrationListener> listeners, TimeSource time) {
        this.config = Objects.requireNonNull(config, "config");
        this.time = new ServiceTime(time);
        this.databases = new DatabaseRegistry(access);
        this.resets = new Resets(this.time);
        this.records = new RunRecords(this.time, this.databases);
        List<MigrationListener> copy = List.copyOf(listeners);
        this.listeners = new MigrationListeners(() -> copy);
    }

    /** Opens a service for one configuration, without listeners. No database is opened before it is needed. */
    public static MigrationService open(MigrationConfig config, DatabaseAccess access) {
        return open(config, access, List.of(), TimeSource.system());
    }

    /**
     * Opens a service for one configuration. No database is opened before it is needed.
     *
     * @param config the configuration for the operations without an argument
     * @param access opens the databases that configurations name
     * @param listeners listen to the runs, and are called in this order
     * @param time the clock for waiting, and for the months of partitions
     */
    public static MigrationService open(
            MigrationConfig config, DatabaseAccess access, List<MigrationListener> listeners, TimeSource time) {
        return new MigrationService(config, access, listeners, time);
    }

    /** Applies the pending migrations of the service's configuration, and verifies the result. */
    public MigrationReport applyMigrations() {
        return applyMigrations(this.config);
    }

    /** Applies the pending migrations of a configuration, each as a whole or not at all, and verifies the result. */
    public MigrationReport applyMigrations(MigrationConfig config) {
        return this.records.during(config, () -> apply(config));
    }

    private MigrationReport apply(MigrationConfig config) {
        Optional<String> key = key(config);
        MigrationRun run = run(config);
        this.listeners.onPlan(run.plan());
        PlanTemplate template = new PlanTemplate(() -> key, () -> run);
        TargetDatabase database = this.databases.get(config, template);
        boolean newCopy = this.databases.claimNewCopy(database);
        MigrationReport report = run.execute(database, this.listeners, newCopy ? template.madeRoles() : null);
        // The key was that of the files that were read, if it is the same afterwards.
        Optional<String> known = newCopy && key.equals(key(config)) ? key : Optional.empty();
        this.records.log(report, database, known);
        this.listeners.onReport(report);
        return report;
    }

    /**
     * Does what {@link #applyMigrations(MigrationConfig)} does, for a caller that needs no report. If the database is a new
     * copy of a template that an earlier run verified, its report is repeated and no migration is read, unless there is a listener or a full verification.
     */
    public void ensureMigrations(MigrationConfig config) {
        Duration start = this.time.elapsed();
        boolean believes =
                this.listeners.isEmpty() && !config.options().verify().isFull();
        Optional<VerifiedReport> kept =
                believes ? this.databases.claimReport(config, template(config)) : Optional.empty();
        if (!this.records.repeat(kept, config, start)) {
            applyMigrations(config);
        }
    }

    /** The first runs, as a page shows them: a view, which outlives the service and does not keep it. */
    public List<RecordedRun> runs() {
        return this.records.all();
    }

    /** The template of a database after {@link #applyMigrations()}, for an access that can hand out copies of it. */
    public DatabaseTemplate template() {
        return template(this.config);
    }

    private DatabaseTemplate template(MigrationConfig config) {
        return new PlanTemplate(() -> key(config), () -> run(config));
    }

    private Optional<String> key(MigrationConfig config) {
        return this.databases.access().keepsTemplates()
                ? ContentsKey.of(config, this.catalogs.key(config), this.time.now())
                : Optional.empty();
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

    /** Verifies the selection of the service's configuration; changes nothing. */
    public VerificationReport verifyMigrations() {
        return verifyMigrations(this.config);
    }

    /** Verifies the selection of a configuration; a {@code VerificationFailedException} lists every finding. */
    public VerificationReport verifyMigrations(MigrationConfig config) {
        return maintenance(config).verify();
    }

    /** The state of each migration of the service's configuration, a table to read; changes nothing. */
    public MigrationStatus status() {
        return status(this.config);
    }

    /** The state of each migration that a configuration plans, and of each other that is applied; changes nothing. */
    public MigrationStatus status(MigrationConfig config) {
        return maintenance(config).status();
    }

    /** Restores the seed data in the database of the service's configuration. */
    public ResetReport reset() {
        return reset(this.config);
    }

    /**
     * Restores the seed data, rows and sequences, of every table that migrations created in the database and schema of a
     * configuration, whatever its selection. Other tables are not touched, except in a database that this library made: there
     * they get what they held at {@link #recordData}, or at the first reset. Reset between tests, not during one.
     *
     * @throws MigrationException one of the package {@code reset}, if the reset fails; nothing is changed then
     */
    public ResetReport reset(MigrationConfig config) {
        return this.resets.run(database(config), config.options());
    }

    /**
     * Records, before a test writes, what tables hold that no migration created. Does nothing in a database of others.
     *
     * @param histories further tables in which other tools note what they did, which resets leave alone
     */
    public void recordData(MigrationConfig config, Collection<String> histories) {
        this.resets.record(database(config), config.options(), histories);
    }

    /** Plans the service's configuration; needs no database. */
    public MigrationPlan plan() {
        return plan(this.config);
    }

    /** Plans a configuration; needs no database, unless it selects tables from files without headers. */
    public MigrationPlan plan(MigrationConfig config) {
        return TableSelector.plan(this.catalogs.get(config), config, this.databases.access());
    }

    /** Plans one table, view, group or migration; empty if the catalog does not know the name. */
    public Optional<MigrationPlan> planFor(String name) {
        try {
            return Optional.of(plan(this.config.withTables(name)));
        } catch (UnknownSelectionException ex) {
            return Optional.empty();
        }
    }

    /** The database of the service's configuration, opened by the first call. The service closes it. */
    public TargetDatabase database() {
        return database(this.config);
    }

    /** The database that a configuration names, opened by the first call. The service closes it. */
    public TargetDatabase database(MigrationConfig config) {
        return this.records.open(config, template(config));
    }

    /** The SQL that {@link #applyMigrations()} would run on this database; changes nothing. */
    public DryRun dryRun() {
        return dryRun(this.config);
    }

    /** The SQL that {@link #applyMigrations(MigrationConfig)} would run, as a script for psql; refuses what that refuses. */
    public DryRun dryRun(MigrationConfig config) {
        return maintenance(config).dryRun();
    }

    /** Reverts the versioned migration that was applied last, in the database of the service's configuration. */
    public RevertReport revert() {
        return revert(RevertRequest.last());
    }

    /** Reverts migrations in the database of the service's configuration. */
    public RevertReport revert(RevertRequest request) {
        return revert(this.config, request);
    }

    /**
     * Reverts migrations by their Down sections, each in a transaction, in the database and the schema of a configuration,
     * whatever its selection. The next run applies them again if its selection needs them.
     */
    public RevertReport revert(MigrationConfig config, RevertRequest request) {
        return maintenance(config).revert(request, this.listeners);
    }

    /** Does what {@link #repair(MigrationConfig, String...)} does, in the service's configuration. */
    public RepairReport repair(String... files) {
        return repair(this.config, files);
    }

    /**
     * Records the checksum of a file that was edited, or the new name of one that was renamed, or deletes the row of one
     * that is gone, in the database of a configuration. Runs none of these: what they made stays as it is. A
     * migration that was interrupted outside of a transaction is continued instead: the statement that was under way is
     * run again, even if it may have been done, and then those after it.
     */
    public RepairReport repair(MigrationConfig config, String... files) {
        return maintenance(config).repair(files);
    }

    /** Records the plan of the service's configuration as applied, if the database is what the plan makes. */
    public AdoptionReport adopt() {
        return adopt(this.config);
    }

    /** Records a plan as applied in a database that other means filled, after a full verification of it. */
    public AdoptionReport adopt(MigrationConfig config) {
        return maintenance(config.withOptions(config.options().withVerify(VerifyLevel.FULL)))
                .adopt();
    }

    private Maintenance maintenance(MigrationConfig config) {
        return new Maintenance(run(config), database(config), config.options(), this.time);
    }

    private MigrationRun run(MigrationConfig config) {
        return MigrationRun.of(this.catalogs.get(config), config, this.databases.access(), this.time);
    }

    /** Cancels the runs of other threads, and closes every database. */
    @Override
    public void close() {
        this.time.cancel();
        this.resets.close();
        this.databases.close();
    }
}
