package io.e2e.migrations.apply;

import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.verify.VerificationReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run did: the migrations of the plan with reason and outcome, the created objects, and what was verified.
 * {@code toString} is the report to read.
 *
 * @param target the database, in a line
 * @param steps the plan's migrations in order
 * @param created the objects that this run created or that came with the template; partitions by their real names
 * @param absentRoles the roles that do not exist, so that the migrations that this run applied granted nothing to them
 * @param madeRoles the roles, without a login, that were made on a server of this library's own, because migrations of
 *     another tool name them
 * @param verification what was verified; {@code null} if verification is switched off or the run failed
 */
public record MigrationReport(
        String target,
        List<Step> steps,
        List<SchemaObject> created,
        Set<String> absentRoles,
        Set<String> madeRoles,
        @Nullable VerificationReport verification) {

    public MigrationReport {
        steps = List.copyOf(steps);
        created = List.copyOf(created);
        absentRoles = Set.copyOf(absentRoles);
        madeRoles = Set.copyOf(madeRoles);
    }

    /** The migrations that this run applied, in order. */
    public List<PlannedMigration> applied() {
        return with(Outcome.APPLIED).toList();
    }

    /** The migrations that were applied before this run. */
    public List<PlannedMigration> alreadyApplied() {
        return with(Outcome.ALREADY_APPLIED).toList();
    }

    /** The migrations that were not run, because one before them failed. */
    public List<PlannedMigration> notRun() {
        return with(Outcome.NOT_RUN).toList();
    }

    /** The migrations that came with the template of which the database is a new copy. */
    public List<PlannedMigration> fromTemplate() {
        return with(Outcome.FROM_TEMPLATE).toList();
    }

    private Stream<PlannedMigration> with(Outcome outcome) {
        return this.steps.stream().filter(step -> step.outcome() == outcome).map(Step::planned);
    }

    /**
     * The report in one line, for a reader who knows the plan; empty if the migrations have different outcomes, so that
     * the plan alone does not say what was done.
     */
    public Optional<String> summary() {
        return new ReportText(this).summary();
    }

    @Override
    public String toString() {
        return new ReportText(this).toString();
    }

    /** The outcome of a migration. */
    public enum Outcome {
        /** This run applied it. */
        APPLIED,
        /** It was applied before this run. */
        ALREADY_APPLIED,
        /** It came with the template of which the database is a new copy. */
        FROM_TEMPLATE,
        /** It failed and was rolled back. */
        FAILED,
        /** It was not run, because one before it failed. */
        NOT_RUN
    }

    /**
     * A migration of the plan and its outcome.
     *
     * @param planned the migration and why it is in the plan
     * @param outcome its outcome
     * @param duration how long it took when it was applied, by this run or before; zero if it is not applied
     */
    public record Step(PlannedMigration planned, Outcome outcome, Duration duration) {}
}
