package io.e2e.migrations.page;

import io.e2e.migrations.page.PlanFacts.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page about the databases of a build: totals, then a section for each plan. */
final class ReportPage {

    private static final long SECOND = 1000;

    private ReportPage() {}

    /**
     * The page.
     *
     * @param project what was built
     * @param all the runs of all JVMs
     */
    static String of(String project, List<PageRun> all) {
        List<PageRun> runs = new ArrayList<>(all);
        runs.sort(Comparator.comparing((PageRun run) -> run.run().begun()).thenComparing(PageRun::user));
        Map<List<Object>, List<PageRun>> plans = new LinkedHashMap<>();
        for (PageRun run : runs) {
            plans.computeIfAbsent(List.of(run.run().tables(), run.run().report()), any -> new ArrayList<>())
                    .add(run);
        }
        List<Map.Entry<PlanFacts, List<PageRun>>> sections = new ArrayList<>();
        plans.values()
                .forEach(
                        same -> sections.add(Map.entry(new PlanFacts(same.get(0).run()), same)));
        sections.sort(Comparator.comparing(
                (Map.Entry<PlanFacts, List<PageRun>> section) ->
                        section.getKey().severity(),
                Comparator.reverseOrder()));
        HtmlPage page = HtmlPage.begin(project + " – databases of the tests", "", "");
        addHead(page, project, runs, sections);
        long longest = runs.stream()
                .mapToLong(run -> run.run().waited().toMillis())
                .max()
                .orElse(0);
        page.html("<main>\n");
        sections.forEach(section -> PlanSection.add(page, section.getKey(), section.getValue(), longest));
        return page.html("</main>\n").end();
    }

    private static void addHead(
            HtmlPage page, String project, List<PageRun> runs, List<Map.Entry<PlanFacts, List<PageRun>>> sections) {
        Set<Long> jvms = new HashSet<>();
        Set<String> users = new HashSet<>();
        long waited = 0;
        for (PageRun run : runs) {
            jvms.add(run.pid());
            users.add(run.user());
            waited += run.run().waited().toMillis();
        }
        Severity worst =
                sections.isEmpty() ? Severity.GOOD : sections.get(0).getKey().severity();
        addTitle(page, project, runs, worst);
        page.html("</p>\n<dl class=\"tiles\">\n");
        tile(page, users.size() == 1 ? "context" : "contexts", Integer.toString(users.size()));
        tile(page, jvms.size() == 1 ? "JVM" : "JVMs", Integer.toString(jvms.size()));
        tile(page, sections.size() == 1 ? "plan" : "plans", Integer.toString(sections.size()));
        tile(page, "waited for databases", time(waited));
        page.html("</dl>\n</header>\n");
    }

    private static void addTitle(HtmlPage page, String project, List<PageRun> runs, Severity worst) {
        String begun = runs.isEmpty() ? "" : runs.get(0).run().begun().toString();
        page.html("<header class=\"top\">\n<p class=\"kicker\">Databases of the tests</p>\n<h1>")
                .text(project)
                .html("</h1>\n<p class=\"lede\"><span class=\"badge ")
                .html(style(worst))
                .html("\">")
                .html(verdict(worst))
                .html("</span> ");
        if (!begun.isEmpty()) {
            page.html("<time datetime=\"" + begun + "\">")
                    .text(begun.substring(0, 10) + " " + begun.substring(11, 16) + " UTC")
                    .html("</time>");
        }
    }

    private static void tile(HtmlPage page, String name, String value) {
        page.html("<div><dt>").text(name).html("</dt><dd>").text(value).html("</dd></div>\n");
    }

    private static String verdict(Severity worst) {
        return switch (worst) {
            case GOOD -> "all verified";
            case DOUBTFUL -> "not all verified";
            case BAD -> "something failed";
        };
    }

    /** The class of a badge. */
    static String style(Severity severity) {
        return switch (severity) {
            case GOOD -> "good";
            case DOUBTFUL -> "doubtful";
            case BAD -> "bad";
        };
    }

    /** Milliseconds to read: {@code 412 ms}, {@code 1.24 s}. */
    static String time(long millis) {
        if (millis < SECOND) {
            return millis + " ms";
        }
        long hundredths = millis % SECOND / 10;
        return millis / SECOND + (hundredths < 10 ? ".0" : ".") + hundredths + " s";
    }
}
