package io.e2e.migrations.apply;

import io.e2e.migrations.apply.MigrationReport.Outcome;
import io.e2e.migrations.apply.MigrationReport.Step;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.verify.VerificationReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done so far, kept over lost connections, so that the report tells the whole run. Written by
 * {@link MigrationExecutor}; not thread-safe.
 */
public final class RunJournal {

    private final Map<Migration, PlannedMigration> steps = new LinkedHashMap<>();
    private final Map<Migration, Duration> applied = new LinkedHashMap<>();
    private final Set<Migration> pending = new HashSet<>();
    private final Set<String> absentRoles = new TreeSet<>();
    private final List<Migration> sent = new ArrayList<>();
    private boolean template;
    private @Nullable SchemaSnapshot before;
    private @Nullable DatabaseState unchanged;
    private long rankBefore;

    RunJournal(MigrationPlan plan) {
        plan.steps().forEach(step -> this.steps.put(step.migration(), step));
    }

    static Set<String> roles(List<Migration> migrations) {
        return migrations.stream()
                .flatMap(migration -> migration.header().roles().stream())
                .collect(Collectors.toSet());
    }

    /** What this run finds applied came with the database, a copy of a template that is new to everybody. */
    void cameWithTemplate() {
        this.template = true;
    }

    /** The roles to ask for at the beginning; if something is pending, they are asked for once more under the lock. */
    Set<String> rolesToFind() {
        return this.template ? roles(List.copyOf(this.steps.keySet())) : Set.of();
    }

    void find(DatabaseState state) {
        this.unchanged = state;
        settle(state.history());
        this.absentRoles.addAll(rolesToFind());
        this.absentRoles.removeAll(state.roles());
    }

    void begin(DatabaseState state, List<PlannedMigration> pending) {
        this.unchanged = null;
        settle(state.history());
        this.rankBefore =
                state.history().stream().mapToLong(AppliedMigration::rank).max().orElse(0);
        this.sent.clear();
        this.pending.clear();
        for (PlannedMigration step : pending) {
            this.steps.put(step.migration(), step);
            this.pending.add(step.migration());
        }
        this.absentRoles.addAll(roles(List.copyOf(this.pending)));
        this.absentRoles.removeAll(state.roles());
        if (this.before == null) {
            this.before = state.snapshot();
        }
    }

    /** This one is on its way; whether it arrives, an answer or the history will say. */
    void send(Migration migration) {
        this.sent.add(migration);
    }

    /** Learns from the history which of those that were sent are applied, and how long they took. */
    public void settle(List<AppliedMigration> history) {
        Map<String, AppliedMigration> rows = new HashMap<>();
        history.forEach(row -> rows.put(row.file(), row));
        for (Migration migration : this.sent) {
            AppliedMigration row = rows.get(migration.file());
            // A repeatable one may have a row of an earlier run.
            if (row != null && row.rank() > this.rankBefore) {
                applied(migration, row.duration());
            }
        }
    }

    void applied(Migration migration, Duration duration) {
        this.applied.put(migration, duration);
    }

    Set<Migration> applied() {
        return this.applied.keySet();
    }

    /** What the database said of itself, if nothing was done to it since. */
    public Optional<DatabaseState> unchanged() {
        return Optional.ofNullable(this.unchanged);
    }

    /** The report of a run that went through. */
    public MigrationReport report(String target, @Nullable VerificationReport verification) {
        return report(target, null, verification);
    }

    /** The report of a run that stopped at this migration. */
    MigrationReport report(String target, Migration failed) {
        return report(target, failed, null);
    }

    private MigrationReport report(
            String target, @Nullable Migration failed, @Nullable VerificationReport verification) {
        List<Step> outcomes = new ArrayList<>();
        for (PlannedMigration step : this.steps.values()) {
            Migration migration = step.migration();
            outcomes.add(
                    new Step(step, outcome(migration, failed), this.applied.getOrDefault(migration, Duration.ZERO)));
        }
        return new MigrationReport(target, outcomes, created(outcomes, verification), this.absentRoles, verification);
    }

    /** Of what came with the template, nothing was there before. */
    private List<SchemaObject> created(List<Step> outcomes, @Nullable VerificationReport verification) {
        SchemaSnapshot after = verification == null ? null : verification.snapshot();
        List<Migration> copied = outcomes.stream()
                .filter(step -> step.outcome() == Outcome.FROM_TEMPLATE)
                .map(step -> step.planned().migration())
                .toList();
        Set<SchemaObject> created = new LinkedHashSet<>(CreatedObjects.of(copied, null, after));
        created.addAll(CreatedObjects.of(List.copyOf(this.applied.keySet()), this.before, after));
        return List.copyOf(created);
    }

    private Outcome outcome(Migration migration, @Nullable Migration failed) {
        if (this.applied.containsKey(migration)) {
            return Outcome.APPLIED;
        }
        if (!this.pending.contains(migration)) {
            return this.template ? Outcome.FROM_TEMPLATE : Outcome.ALREADY_APPLIED;
        }
        return migration.equals(failed) ? Outcome.FAILED : Outcome.NOT_RUN;
    }
}
