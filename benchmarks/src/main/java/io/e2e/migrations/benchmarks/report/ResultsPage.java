package io.e2e.migrations.benchmarks.report;

import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Measurement;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The page that a run writes.
 *
 * @param circumstances where and how it was measured, a sentence each
 * @param outcomes what was found
 */
public record ResultsPage(List<String> circumstances, List<Outcome> outcomes) {

    public ResultsPage {
        circumstances = List.copyOf(circumstances);
        outcomes = List.copyOf(outcomes);
    }

    /** The page as Markdown. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# Results");
        lines.add("");
        lines.add("Written by the command in [README.md](README.md), not by hand.");
        lines.add("");
        this.circumstances.forEach(each -> lines.add("- " + each));
        lines.add("");
        lines.add("![The medians as bars](results.svg)");
        bars(lines);
        this.outcomes.stream()
                .flatMap(outcome -> outcome.comparisons().stream())
                .forEach(each -> table(lines, each));
        return String.join("\n", lines) + "\n";
    }

    private void bars(List<String> lines) {
        lines.addAll(List.of("", "## Promises", "", "| promise | at most | measured | kept |", "|---|---|---|---|"));
        this.outcomes.stream()
                .flatMap(outcome -> outcome.bars().stream())
                .map(bar -> "| %s | %s | %s | %s |"
                        .formatted(bar.promise(), bar.limit(), bar.measured(), bar.met() ? "yes" : "**no**"))
                .forEach(lines::add);
    }

    private static void table(List<String> lines, Comparison comparison) {
        Measurement reference = comparison.measurements().get(0);
        boolean processor = !reference.processor().isEmpty();
        lines.addAll(List.of("", "## " + comparison.title(), "", comparison.note(), ""));
        lines.add("| | median | minimum | maximum |" + (processor ? " processor time, median | minimum |" : "")
                + " runs | over the first |");
        lines.add("|---|--:|--:|--:|" + (processor ? "--:|--:|" : "") + "--:|--:|");
        for (Measurement each : comparison.measurements()) {
            Unit unit = comparison.unit();
            List<String> cells = new ArrayList<>(List.of(
                    each.contender(), unit.show(each.median()), unit.show(each.minimum()), unit.show(each.maximum())));
            if (processor) {
                cells.add(unit.show(each.processorMedian()));
                cells.add(unit.show(each.processorMinimum()));
            }
            cells.add(String.valueOf(each.values().size()));
            cells.add(String.format(Locale.ROOT, "%.2f ×", each.median() / reference.median()));
            lines.add("| " + String.join(" | ", cells) + " |");
        }
    }
}
