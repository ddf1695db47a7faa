package io.e2e.migrations.apply;

import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.verify.VerificationReport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run did: each migration of the plan with its reason and outcome, what came into being, and what was verified.
 * {@code toString} is the report as a person reads it.
 *
 * @param target the database, in a line
 * @param steps the plan's migrations in order
 * @param created the objects that this run created or that came with the template, partitions by their real names
 * @param absentRoles roles that migrations of this run would have granted to, had they existed
 * @param verification what was verified; {@code null} if nothing was, by configuration or because the run failed
 */
public record MigrationReport(
        String target,
        List<Step> steps,
        List<SchemaObject> created,
        Set<String> absentRoles,
        @Nullable VerificationReport verification) {

    public MigrationReport {
        Objects.requireNonNull(target, "target");
        steps = List.copyOf(steps);
        created = List.copyOf(created);
        absentRoles = Set.copyOf(absentRoles);
    }

    /** The migrations that this run applied, in order. */
    public List<PlannedMigration> applied() {
        return with(Outcome.APPLIED).toList();
    }

    /** The migrations that were in the database before. */
    public List<PlannedMigration> alreadyApplied() {
        return with(Outcome.ALREADY_APPLIED).toList();
    }

    /** The migrations that were not run because one before them failed. */
    public List<PlannedMigration> notRun() {
        return with(Outcome.NOT_RUN).toList();
    }

    /** The migrations that the database had because it is a copy of a template; this run is the first on it. */
    public List<PlannedMigration> fromTemplate() {
        return with(Outcome.FROM_TEMPLATE).toList();
    }

    private Stream<PlannedMigration> with(Outcome outcome) {
        return this.steps.stream().filter(step -> step.outcome() == outcome).map(Step::planned);
    }

    @Override
    public String toString() {
        return new ReportText(this).toString();
    }

    /** What became of a migration. */
    public enum Outcome {
        /** This run applied it. */
        APPLIED,
        /** The database had it before. */
        ALREADY_APPLIED,
        /** The database is a new copy of a template, and had it from the beginning. */
        FROM_TEMPLATE,
        /** It failed, and nothing of it stayed. */
        FAILED,
        /** It would have come after one that failed. */
        NOT_RUN
    }

    /**
     * A migration of the plan and what became of it.
     *
     * @param planned the migration and why it is in the plan
     * @param outcome what became of it
     * @param duration how long it took, zero unless this run applied it
     */
    public record Step(PlannedMigration planned, Outcome outcome, Duration duration) {

        public Step {
            Objects.requireNonNull(planned, "planned");
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(duration, "duration");
        }
    }
}
