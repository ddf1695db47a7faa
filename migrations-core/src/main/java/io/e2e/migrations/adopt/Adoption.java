package io.e2e.migrations.adopt;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.drift.AppliedPlan;
import io.e2e.migrations.drift.DriftFinder;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigrationException;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryFormatException;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.verify.Compared;
import io.e2e.migrations.verify.Compared.Basis;
import io.e2e.migrations.verify.SchemaVerifier;
import io.e2e.migrations.verify.VerificationFailedException;
import io.e2e.migrations.verify.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Verifies a database in full, as if the planned migrations were applied, and then records them. Under the lock, the
 * rows in one transaction. Changes nothing else. Immutable.
 */
public final class Adoption {

    private final MigrationCatalog catalog;
    private final AppliedPlan plan;
    private final SchemaVerifier verifier;
    private final DriftFinder drift;

    /**
     * Prepares an adoption.
     *
     * @param catalog the catalog of the plan
     * @param plan the migrations to record, and the values of their inputs
     * @param verifier verifies the plan
     * @param drift compares the database with what migrations make
     */
    public Adoption(MigrationCatalog catalog, AppliedPlan plan, SchemaVerifier verifier, DriftFinder drift) {
        this.catalog = catalog;
        this.plan = plan;
        this.verifier = verifier;
        this.drift = drift;
    }

    /**
     * Records the planned migrations that the history does not contain.
     *
     * @throws AdoptionRefusedException if the database differs from what they make; it lists every difference
     * @throws HistoryFormatException if the history has another format than ours
     * @throws InterruptedMigrationException if a migration was interrupted
     */
    public AdoptionReport run(DatabaseSession session) {
        String target = session.description();
        DatabaseState state = session.lockAndRead(this.verifier.names(), Set.of());
        if (state.isOutdated()) {
            throw new HistoryFormatException(target, state.historyFormat());
        }
        state.requireUninterrupted(target);
        PendingFinder finder = new PendingFinder(this.catalog, state.history(), this.plan.inputs());
        List<Migration> adopted = finder.pending(this.plan.plan(), OutOfOrder.APPLY).stream()
                .map(PlannedMigration::migration)
                .filter(migration -> !finder.isApplied(migration))
                .toList();
        if (adopted.isEmpty()) {
            throw AdoptionRefusedException.recorded(target);
        }
        if (this.catalog.hasFacts() && state.snapshot().objects().isEmpty()) {
            throw AdoptionRefusedException.empty(target);
        }
        List<AppliedMigration> history = new ArrayList<>(state.history());
        adopted.forEach(migration -> history.add(row(history, migration, finder.inputsOf(migration))));
        AppliedPlan applied = AppliedPlan.of(this.catalog, history, this.plan.inputs());
        VerificationReport verification = verify(session, state, history, applied);
        // Without headers, no table has seed data.
        Set<String> otherRows = this.catalog.hasFacts() ? this.drift.tablesWithOtherRows(session, applied) : Set.of();
        List<String> statements = statements(session.historyTable(), state, finder, adopted);
        statements.addAll(SeedData.unknownSql(session.historyTable(), otherRows));
        session.execute(statements);
        return new AdoptionReport(target, adopted, otherRows, verification);
    }

    private static AppliedMigration row(
            List<AppliedMigration> history, Migration migration, Map<String, String> inputs) {
        long rank = history.stream().mapToLong(AppliedMigration::rank).max().orElse(0) + 1;
        return new AppliedMigration(
                rank,
                migration.file(),
                migration.checksum(),
                inputs,
                Instant.EPOCH,
                "",
                Duration.ZERO,
                migration.location());
    }

    private VerificationReport verify(
            DatabaseSession session, DatabaseState state, List<AppliedMigration> history, AppliedPlan applied) {
        DatabaseState recorded = new DatabaseState(
                history, state.snapshot(), state.roles(), state.pendingSeedData(), state.historyFormat());
        try {
            return this.verifier.require(
                    session.description(),
                    recorded,
                    Compared.withHeaders(VerifyLevel.FULL),
                    this.drift.find(session, applied));
        } catch (VerificationFailedException ex) {
            throw AdoptionRefusedException.differs(
                    session.description(), ex.report().findings());
        }
    }

    private Compared compared() {
        return this.catalog.hasFacts()
                ? Compared.withHeaders(VerifyLevel.FULL)
                : new Compared(VerifyLevel.FULL, Basis.REPLAY, Map.of(), this.catalog.leftOut());
    }

    private List<String> statements(
            HistoryTable history, DatabaseState state, PendingFinder finder, List<Migration> adopted) {
        List<String> statements = new ArrayList<>();
        if (state.history().isEmpty()) {
            statements.addAll(history.createSql());
        }
        SeedData seedData = SeedData.ofFreshDatabase(history, new SchemaSnapshot(List.of()));
        if (!this.catalog.hasFacts()) {
            adopted.forEach(
                    migration -> statements.add(history.insertSql(migration, finder.inputsOf(migration), "'{}'")));
            return statements;
        }
        for (Migration migration : adopted) {
            statements.addAll(seedData.beforeSql(migration));
            statements.addAll(seedData.afterSql(migration, finder.inputsOf(migration)));
        }
        statements.addAll(seedData.endSql());
        return statements;
    }
}
