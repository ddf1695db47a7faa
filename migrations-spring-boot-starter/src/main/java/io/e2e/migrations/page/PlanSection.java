package io.e2e.migrations.page;

import io.e2e.migrations.apply.MigrationReport.Outcome;
import io.e2e.migrations.page.PlanFacts.Difference;
import io.e2e.migrations.page.PlanFacts.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The part of the page about one plan: who used it, what was done and verified. */
final class PlanSection {

    /** So many rows are shown at once; more are unfolded by a click. */
    private static final int MOST_ROWS = 40;

    private static final int SLOWEST = 5;

    /** Of a thousand test classes, the page names so many. */
    private static final int MOST_USERS = 200;

    private final HtmlPage page;
    private final PlanFacts facts;
    private final List<PageRun> runs;

    private PlanSection(HtmlPage page, PlanFacts facts, List<PageRun> runs) {
        this.page = page;
        this.facts = facts;
        this.runs = runs;
    }

    /**
     * Adds a section.
     *
     * @param runs those that did this
     * @param longest the longest wait of all runs on the page, for bars that compare
     */
    static void add(HtmlPage page, PlanFacts facts, List<PageRun> runs, long longest) {
        PlanSection section = new PlanSection(page, facts, runs);
        section.addHead();
        section.addFailure();
        section.addUsers(longest);
        section.addSteps();
        section.addCreated();
        page.html("</section>\n");
    }

    private void addHead() {
        List<String> tables = this.runs.get(0).run().tables();
        this.page.html("<section class=\"card\">\n<header><h2>");
        if (tables.isEmpty()) {
            this.page.html("All tables");
        } else {
            for (int table = 0; table < tables.size(); table++) {
                this.page.html(table == 0 ? "" : ", ").text(tables.get(table));
            }
        }
        this.page
                .html("</h2> <span class=\"badge ")
                .html(ReportPage.style(this.facts.severity()))
                .html("\">");
        this.page.text(this.facts.status()).html("</span></header>\n");
        note(this.facts.outcomes());
        note(this.facts.commonReason().isEmpty() ? "" : "Why: " + this.facts.commonReason());
        note(this.facts.compared());
        for (String note : this.facts.notes) {
            note(note);
        }
    }

    private void note(String text) {
        if (!text.isEmpty()) {
            this.page.html("<p class=\"note\">").text(text).html("</p>\n");
        }
    }

    private void addFailure() {
        if (!this.facts.differences.isEmpty()) {
            this.page.html("<h3>Differences</h3>\n<ul class=\"differences\">\n");
            for (Difference difference : this.facts.differences) {
                this.page.html("<li><p>").text(difference.explanation()).html("</p>");
                if (!difference.correction().isEmpty()) {
                    this.page.html("<pre>").text(difference.correction()).html("</pre>");
                }
                this.page.html("</li>\n");
            }
            this.page.html("</ul>\n");
        } else if (!this.facts.failed().isEmpty()) {
            this.page
                    .html("<h3>Failure</h3>\n<pre class=\"problem\">")
                    .text(this.facts.failed())
                    .html("</pre>\n");
        }
        note(this.facts.remedy());
    }

    private void addUsers(long longest) {
        this.page.html("<h3>Used by</h3>\n<ul class=\"rows\">\n");
        for (PageRun each : this.runs.subList(0, Math.min(this.runs.size(), MOST_USERS))) {
            int dot = each.user().lastIndexOf('.') + 1;
            this.page
                    .html("<li><span class=\"name\"><b>")
                    .text(each.user().substring(dot))
                    .html("</b> <small>")
                    .text(dot == 0 ? "" : each.user().substring(0, dot - 1))
                    .html("</small></span><span class=\"why\">")
                    .text(each.run().target())
                    .html("</span>");
            bar(
                    each.run().waited().toMillis(),
                    longest,
                    ReportPage.time(each.run().waited().toMillis()));
        }
        if (this.runs.size() > MOST_USERS) {
            this.page.html("<li class=\"more\">and " + (this.runs.size() - MOST_USERS) + " more</li>\n");
        }
        this.page.html("</ul>\n");
    }

    /** Adds a bar, which ends a row. */
    private void bar(long value, long most, String text) {
        long permille = most == 0 ? 0 : Math.min(1000, value * 1000 / most);
        this.page
                .html("<span class=\"bar\" aria-hidden=\"true\"><i" + (value == 0 ? "" : " class=\"some\"")
                        + " style=\"width:")
                .html(permille / 10 + "." + permille % 10)
                .html("%\"></i></span><span class=\"time\">")
                .text(text)
                .html("</span></li>\n");
    }

    private void addSteps() {
        List<Step> steps = this.facts.steps;
        if (steps.isEmpty()) {
            return;
        }
        long longest = steps.stream().mapToLong(Step::millis).max().orElse(0);
        this.page.html("<h3>Migrations</h3>\n");
        if (steps.size() <= MOST_ROWS) {
            rows(steps, longest);
            return;
        }
        skyline(longest);
        List<Step> slowest = new ArrayList<>(steps);
        slowest.sort(Comparator.comparingLong(Step::millis).reversed());
        this.page.html("<p class=\"note\">The slowest, which took longest when they were applied:</p>\n");
        rows(slowest.subList(0, SLOWEST), longest);
        this.page.html("<details><summary>All ").html(steps.size() + " migrations, in their order</summary>\n");
        rows(steps, longest);
        this.page.html("</details>\n");
    }

    private void rows(List<Step> steps, long longest) {
        boolean common = !this.facts.commonReason().isEmpty();
        this.page.html("<ol class=\"rows\">\n");
        for (Step step : steps) {
            boolean failed = step.outcome() == Outcome.FAILED;
            this.page
                    .html(failed ? "<li class=\"bad\"" : "<li")
                    .html(" title=\"")
                    .text(step.file())
                    .html("\"><span class=\"name\">")
                    .text(step.label())
                    .html("</span><span class=\"why\">")
                    .text(common ? "" : step.reason())
                    .html("</span>");
            bar(step.millis(), longest, took(step));
        }
        this.page.html("</ol>\n");
    }

    private static String took(Step step) {
        return switch (step.outcome()) {
            case FAILED, NOT_RUN -> PlanFacts.word(step.outcome());
            default -> ReportPage.time(step.millis());
        };
    }

    /** A bar for each migration, side by side. */
    private void skyline(long longest) {
        int count = this.facts.steps.size();
        this.page
                .html("<svg class=\"skyline\" role=\"img\" preserveAspectRatio=\"none\" viewBox=\"0 0 " + count
                        + " 100\"")
                .html(" aria-label=\"How long each migration took, in their order\">");
        for (int index = 0; index < count; index++) {
            Step step = this.facts.steps.get(index);
            long height = longest == 0 ? 2 : 2 + 98 * step.millis() / longest;
            this.page
                    .html("<rect x=\"" + index + "\" y=\"" + (100 - height) + "\" width=\".8\" height=\"" + height
                            + "\"><title>")
                    .text(step.label() + ": " + took(step))
                    .html("</title></rect>");
        }
        this.page.html("</svg>\n");
    }

    private void addCreated() {
        if (this.facts.created.isEmpty()) {
            return;
        }
        int count =
                this.facts.created.stream().mapToInt(names -> names.size() - 1).sum();
        this.page.html(count <= MOST_ROWS ? "<details open>" : "<details>");
        this.page.html(
                "<summary>" + count + (count == 1 ? " object" : " objects") + "</summary>\n<dl class=\"objects\">\n");
        for (List<String> names : this.facts.created) {
            this.page.html("<dt>").text(names.get(0)).html("</dt><dd>");
            for (String name : names.subList(1, names.size())) {
                this.page.html("<code>").text(name).html("</code> ");
            }
            this.page.html("</dd>\n");
        }
        this.page.html("</dl></details>\n");
    }
}
