package io.e2e.migrations.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The page that a run writes.
 *
 * @param machine where it was measured
 * @param outcomes what was found
 */
record ResultsPage(String machine, List<Outcome> outcomes) {

    /** The page as Markdown. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# Results");
        lines.add("");
        lines.add("Written by the command in [README.md](README.md), not by hand.");
        lines.add("");
        lines.add("Measured: " + this.machine + ".");
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
        lines.addAll(List.of("", "## " + comparison.title(), "", comparison.note(), ""));
        lines.add("| | median | minimum | maximum | runs | over the first |");
        lines.add("|---|--:|--:|--:|--:|--:|");
        for (Measurement each : comparison.measurements()) {
            lines.add("| %s | %s | %s | %s | %d | %s |"
                    .formatted(
                            each.contender(),
                            comparison.unit().show(each.median()),
                            comparison.unit().show(each.minimum()),
                            comparison.unit().show(each.maximum()),
                            each.values().size(),
                            String.format(Locale.ROOT, "%.2f ×", each.median() / reference.median())));
        }
    }
}
