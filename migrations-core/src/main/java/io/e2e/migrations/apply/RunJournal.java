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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records what a run has done so far, in all of its connections, so that the report covers the whole run. Written by
 * {@link MigrationExecutor}; not thread-safe.
 */
public final class RunJournal {

    private final Map<Migration, PlannedMigration> steps = new LinkedHashMap<>();
    private final Map<Migration, Duration> applied = new LinkedHashMap<>();
    private final Map<String, Duration> earlier = new HashMap<>();
    private final Set<Migration> pending = new HashSet<>();
    private final Set<String> absentRoles = new TreeSet<>();
    private final Set<String> madeRoles = new TreeSet<>();
    private final List<Migration> sent = new ArrayList<>();
    private boolean fromTemplate;
    private @Nullable SchemaSnapshot before;
    private @Nullable DatabaseState unchangedState;
    private long rankBefore;

    RunJournal(MigrationPlan plan) {
        plan.steps().forEach(step -> this.steps.put(step.migration(), step));
    }

    static Set<String> roles(Collection<Migration> migrations) {
        return migrations.stream()
                .flatMap(migration -> migration.header().roles().stream())
                .collect(Collectors.toSet());
    }

    /** Makes this the run on a new copy of a template: the migrations in the history came with it. */
    void setFromTemplate() {
        this.fromTemplate = true;
    }

    /** Starts a session, whose first query read this state. */
    void start(DatabaseState state) {
        this.unchangedState = state;
        state.history().forEach(row -> this.earlier.putIfAbsent(row.file(), row.duration()));
        addHistory(state.history());
    }

    /** Begins to apply what is pending in this state, which was read under the lock. */
    void begin(DatabaseState state, List<PlannedMigration> pending) {
        this.unchangedState = null;
        addHistory(state.history());
        this.rankBefore =
                state.history().stream().mapToLong(AppliedMigration::rank).max().orElse(0);
        this.sent.clear();
        this.pending.clear();
        for (PlannedMigration step : pending) {
            this.steps.put(step.migration(), step);
            this.pending.add(step.migration());
        }
        this.absentRoles.addAll(roles(this.pending));
        this.absentRoles.removeAll(state.roles());
        if (this.before == null) {
            this.before = state.snapshot();
        }
    }

    /** Records that a migration is sent; the server's answer or the history tells whether it is applied. */
    void addSent(Migration migration) {
        this.sent.add(migration);
    }

    /** Whether this run has sent migrations, in this session or in one before. */
    boolean hasSent() {
        return !this.sent.isEmpty();
    }

    /** Reads from the history which of the sent migrations are applied, and how long they took. */
    public void addHistory(List<AppliedMigration> history) {
        Map<String, AppliedMigration> rows = new HashMap<>();
        history.forEach(row -> rows.put(row.file(), row));
        for (Migration migration : this.sent) {
            AppliedMigration row = rows.get(migration.file());
            // A repeatable migration may have a row of an earlier run.
            if (row != null && row.rank() > this.rankBefore) {
                applied(migration, row.duration());
            }
        }
    }

    /** Records roles that were made because migrations name them. */
    void addMadeRoles(Set<String> roles) {
        this.madeRoles.addAll(roles);
    }

    Duration duration(Migration migration) {
        return this.applied.getOrDefault(migration, Duration.ZERO);
    }

    void applied(Migration migration, Duration duration) {
        this.applied.put(migration, duration);
    }

    Set<Migration> applied() {
        return this.applied.keySet();
    }

    /** The state that the first query read, unless the run has changed the database since. */
    public Optional<DatabaseState> unchangedState() {
        return Optional.ofNullable(this.unchangedState);
    }

    /** The report of a run that succeeded. */
    public MigrationReport report(String target, @Nullable VerificationReport verification) {
        return report(target, null, verification);
    }

    /** The report of a run that failed at this migration. */
    MigrationReport report(String target, Migration failed) {
        return report(target, failed, null);
    }

    private MigrationReport report(
            String target, @Nullable Migration failed, @Nullable VerificationReport verification) {
        List<Step> outcomes = this.steps.values().stream()
                .map(step -> step(step, outcome(step.migration(), failed)))
                .toList();
        return new MigrationReport(
                target, outcomes, created(outcomes, verification), this.absentRoles, this.madeRoles, verification);
    }

    private Step step(PlannedMigration step, Outcome outcome) {
        boolean earlier = outcome == Outcome.FROM_TEMPLATE || outcome == Outcome.ALREADY_APPLIED;
        Duration duration = earlier
                ? this.earlier.getOrDefault(step.migration().file(), Duration.ZERO)
                : duration(step.migration());
        return new Step(step, outcome, duration);
    }

    /** Objects that came with the template count as created, because the template was empty at first. */
    private List<SchemaObject> created(List<Step> outcomes, @Nullable VerificationReport verification) {
        SchemaSnapshot after = verification == null ? null : verification.snapshot();
        List<Migration> copied = outcomes.stream()
                .filter(step -> step.outcome() == Outcome.FROM_TEMPLATE)
                .map(step -> step.planned().migration())
                .toList();
        return Stream.concat(
                        CreatedObjects.of(copied, null, after),
                        CreatedObjects.of(this.applied.keySet(), this.before, after))
                .distinct()
                .toList();
    }

    private Outcome outcome(Migration migration, @Nullable Migration failed) {
        if (this.applied.containsKey(migration)) {
            return Outcome.APPLIED;
        }
        if (!this.pending.contains(migration)) {
            return this.fromTemplate ? Outcome.FROM_TEMPLATE : Outcome.ALREADY_APPLIED;
        }
        return migration.equals(failed) ? Outcome.FAILED : Outcome.NOT_RUN;
    }
}
