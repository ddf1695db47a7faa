package io.e2e.migrations.apply;

import io.e2e.migrations.apply.MigrationReport.Outcome;
import io.e2e.migrations.apply.MigrationReport.Step;
import io.e2e.migrations.plan.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Formats a report: the plan in aligned columns, then the created objects and what was verified. What is equal in every
 * line is said once.
 *
 * @param report the report
 */
record ReportText(MigrationReport report) {

    /** A reason that names many entries must not widen every line. */
    private static final int MAX_REASON = 60;

    private static final int MAX_LINE = 120;

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Migrations on ").append(this.report.target());
        appendSteps(text);
        if (!this.report.created().isEmpty()) {
            append(text, origin() + new ObjectListText(this.report.created()));
        }
        if (!this.report.absentRoles().isEmpty()) {
            append(
                    text,
                    "roles that do not exist, so nothing was granted to them: "
                            + this.report.absentRoles().stream().sorted().collect(Collectors.joining(", "))
                            + " (if anything connects as such a role, create it before the migrations run)");
        }
        if (!this.report.madeRoles().isEmpty()) {
            append(
                    text,
                    "roles that migrations name and that were made without a login: "
                            + this.report.madeRoles().stream().sorted().collect(Collectors.joining(", ")));
        }
        if (this.report.verification() != null) {
            append(text, this.report.verification().toString());
        }
        return text.toString();
    }

    /** A line for a plan that was reported before; empty if the migrations have different outcomes. */
    Optional<String> summary() {
        if (outcomes().size() != 1) {
            return Optional.empty();
        }
        String outcome = switch (outcomes().iterator().next()) {
            case APPLIED ->
                ", applied in "
                        + this.report.steps().stream()
                                .map(Step::duration)
                                .reduce(Duration.ZERO, Duration::plus)
                                .toMillis()
                        + " ms";
            case ALREADY_APPLIED -> ", nothing to do";
            case FROM_TEMPLATE, FAILED, NOT_RUN -> "";
        };
        return Optional.of("Migrations on " + this.report.target() + ": "
                + this.report.steps().size() + " as reported before" + outcome
                + (this.report.verification() == null
                        ? ""
                        : ", " + this.report.verification().outcome()));
    }

    private Set<Outcome> outcomes() {
        return this.report.steps().stream().map(Step::outcome).collect(Collectors.toSet());
    }

    private void appendSteps(StringBuilder text) {
        if (this.report.steps().stream().allMatch(step -> step.outcome() == Outcome.ALREADY_APPLIED)) {
            int count = this.report.steps().size();
            text.append("\n  nothing to do: ")
                    .append(
                            switch (count) {
                                case 0 -> "e2e.migrations.locations is empty";
                                case 1 -> "the planned migration was applied before";
                                default -> "all " + count + " planned migrations were applied before";
                            });
            return;
        }
        this.report.steps().stream()
                .filter(ReportText::isUnselected)
                .findFirst()
                .ifPresent(step -> text.append(": ").append(step.planned().reason()));
        int labels = width(step -> step.planned().migration().label());
        int reasons = width(ReportText::reason);
        String line = "  %-" + labels + "s" + (reasons == 0 ? "%s" : "  %-" + reasons + "s") + "  %s";
        for (Step step : this.report.steps()) {
            text.append('\n')
                    .append(line.formatted(step.planned().migration().label(), reason(step), outcome(step))
                            .stripTrailing());
        }
    }

    private int width(Function<Step, String> column) {
        return this.report.steps().stream()
                .mapToInt(step -> column.apply(step).length())
                .max()
                .orElse(0);
    }

    private static boolean isUnselected(Step step) {
        Reason reason = step.planned().reason();
        return reason instanceof Reason.Everything || reason instanceof Reason.WholeCatalog;
    }

    private static String reason(Step step) {
        if (isUnselected(step)) {
            return "";
        }
        String reason = step.planned().reason().toString();
        int end = reason.length() > MAX_REASON ? reason.lastIndexOf(", ", MAX_REASON) : -1;
        return end < 0 ? reason : reason.substring(0, end) + ", …";
    }

    private String outcome(Step step) {
        return switch (step.outcome()) {
            case APPLIED -> "applied in " + step.duration().toMillis() + " ms";
            case ALREADY_APPLIED -> "was applied before";
            case FROM_TEMPLATE -> outcomes().size() == 1 ? "" : "came with the template";
            case FAILED -> "FAILED";
            case NOT_RUN -> "not run";
        };
    }

    private String origin() {
        if (!outcomes().contains(Outcome.FROM_TEMPLATE)) {
            return "created: ";
        }
        return outcomes().size() == 1 ? "came with the template: " : "created, or came with the template: ";
    }

    /** Appends an item, wrapped at spaces. */
    private static void append(StringBuilder text, String item) {
        for (String line : item.split("\n", -1)) {
            String rest = "  " + line;
            while (rest.length() > MAX_LINE && rest.lastIndexOf(' ', MAX_LINE) > "      ".length()) {
                int end = rest.lastIndexOf(' ', MAX_LINE);
                text.append('\n').append(rest, 0, end);
                rest = "      " + rest.substring(end + 1);
            }
            text.append('\n').append(rest);
        }
    }
}
