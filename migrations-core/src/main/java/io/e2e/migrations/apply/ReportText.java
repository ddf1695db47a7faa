package io.e2e.migrations.apply;

import io.e2e.migrations.apply.MigrationReport.Outcome;
import io.e2e.migrations.apply.MigrationReport.Step;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Formats a report: the plan in aligned columns, then the created objects and what was verified.
 *
 * @param report the report
 */
record ReportText(MigrationReport report) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Migrations on ").append(this.report.target());
        appendSteps(text);
        appendCreated(text);
        if (!this.report.absentRoles().isEmpty()) {
            text.append("\n  roles that do not exist, so nothing was granted to them: ")
                    .append(String.join(
                            ", ", this.report.absentRoles().stream().sorted().toList()));
        }
        if (this.report.verification() != null) {
            text.append("\n  ").append(this.report.verification());
        }
        return text.toString();
    }

    private void appendSteps(StringBuilder text) {
        if (this.report.steps().isEmpty()) {
            text.append("\n  no migrations: e2e.migrations.locations is empty");
            return;
        }
        if (nothingWasPending()) {
            int count = this.report.steps().size();
            text.append("\n  nothing to do: ")
                    .append(count == 1 ? "the planned migration was" : "all " + count + " planned migrations were")
                    .append(" applied before");
            return;
        }
        int labels = width(step -> step.planned().migration().label());
        int reasons = width(step -> step.planned().reason().toString());
        String line = "\n  %-" + Math.max(1, labels) + "s  %-" + Math.max(1, reasons) + "s  %s";
        for (Step step : this.report.steps()) {
            text.append(line.formatted(
                    step.planned().migration().label(), step.planned().reason(), outcome(step)));
        }
    }

    private boolean nothingWasPending() {
        return this.report.steps().stream().allMatch(step -> step.outcome() == Outcome.ALREADY_APPLIED);
    }

    private int width(Function<Step, String> column) {
        return this.report.steps().stream()
                .mapToInt(step -> column.apply(step).length())
                .max()
                .orElse(0);
    }

    private static String outcome(Step step) {
        return switch (step.outcome()) {
            case APPLIED -> "applied in " + step.duration().toMillis() + " ms";
            case ALREADY_APPLIED -> "was applied before";
            case FROM_TEMPLATE -> "came with the template";
            case FAILED -> "FAILED";
            case NOT_RUN -> "not run";
        };
    }

    /** Tables and views are named; the other objects, which are many and listed in the files, are counted. */
    private void appendCreated(StringBuilder text) {
        if (this.report.created().isEmpty()) {
            return;
        }
        Map<ObjectKind, List<String>> names = this.report.created().stream()
                .collect(Collectors.groupingBy(
                        SchemaObject::kind,
                        () -> new EnumMap<>(ObjectKind.class),
                        Collectors.mapping(SchemaObject::name, Collectors.toList())));
        List<String> counted = new ArrayList<>();
        names.forEach((kind, created) -> {
            if (kind.hasColumns()) {
                text.append("\n  created ").append(kind.counted(created.size())).append(": ");
                text.append(String.join(", ", created));
            } else {
                counted.add(kind.counted(created.size()));
            }
        });
        if (!counted.isEmpty()) {
            text.append("\n  created ").append(String.join(", ", counted));
        }
    }
}
