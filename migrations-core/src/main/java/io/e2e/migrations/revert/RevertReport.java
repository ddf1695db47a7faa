package io.e2e.migrations.revert;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.TextTable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was reverted. {@code toString} is the report to read.
 *
 * @param target the database, in a line
 * @param steps the migrations in the order in which they were reverted
 * @param losses what was lost, because the request allowed it
 */
public record RevertReport(String target, List<Step> steps, List<String> losses) {

    public RevertReport {
        steps = List.copyOf(steps);
        losses = List.copyOf(losses);
    }

    /** The reverted migrations, in the order in which they were reverted. */
    public List<Migration> reverted() {
        return this.steps.stream()
                .filter(step -> step.outcome() == Outcome.REVERTED)
                .map(Step::migration)
                .toList();
    }

    @Override
    public String toString() {
        if (this.steps.isEmpty()) {
            return "Nothing to revert on " + this.target;
        }
        TextTable table = new TextTable();
        this.steps.forEach(step -> table.add(step.migration().label(), step.reason(), step.text()));
        return "Migrations reverted on " + this.target
                + table.lines().map(line -> "\n  " + line).collect(Collectors.joining())
                + this.losses.stream().map(loss -> "\n  lost: " + loss).collect(Collectors.joining());
    }

    /** The outcome of a migration. */
    public enum Outcome {
        /** It was reverted, and is pending now. */
        REVERTED,
        /** Its Down section failed, and it is still applied. */
        FAILED,
        /** It is still applied, because one before it failed. */
        NOT_RUN
    }

    /**
     * A migration and its outcome.
     *
     * @param migration the migration
     * @param reason why it was reverted
     * @param outcome its outcome
     * @param duration how long it took; zero unless it was reverted
     */
    public record Step(Migration migration, String reason, Outcome outcome, Duration duration) {

        private String text() {
            return switch (this.outcome) {
                case REVERTED -> "reverted in " + this.duration.toMillis() + " ms";
                case FAILED -> "FAILED";
                case NOT_RUN -> "not run";
            };
        }
    }
}
