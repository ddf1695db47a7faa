package io.e2e.migrations.tool.graph;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.page.HtmlPage;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.schema.ObjectKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the page of a graph: the picture, a list of its objects, and for each of them its plan with the reasons. */
final class GraphPage {

    private final CatalogGraph graph;
    private final String title;
    private final Map<Migration, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> reasons = new LinkedHashMap<>();

    GraphPage(CatalogGraph graph, String title) {
        this.graph = graph;
        this.title = title;
        graph.migrations().forEach(migration -> this.numbers.put(migration, this.numbers.size()));
    }

    @Override
    public String toString() {
        String data = data();
        HtmlPage page = HtmlPage.begin(
                this.title + " – what each table needs",
                HtmlPage.resource(GraphPage.class, "graph.css"),
                HtmlPage.resource(GraphPage.class, "graph.js"));
        List<GraphObject> objects = this.graph.objects();
        page.html("<header class=\"top wide\">\n<p class=\"kicker\">Migrations</p>\n<h1>")
                .text(this.title)
                .html("</h1>\n<p class=\"lede\">")
                .text(counted(this.graph.migrations().size(), "migration") + ", " + contents(objects)
                        + ". Choose one to see what it needs, and why.")
                .html(
                        "</p>\n</header>\n<main class=\"wide explorer\">\n<section class=\"chooser\" aria-label=\"Objects\">\n")
                .html("<label for=\"search\">Table</label>\n<input id=\"search\" type=\"search\" autocomplete=\"off\"")
                .html(" spellcheck=\"false\" placeholder=\"Part of a name\">\n<ul id=\"objects\">\n");
        objects.forEach(object -> addChoice(page, object));
        page.html("</ul>\n</section>\n<section class=\"plan\" id=\"plan\" aria-live=\"polite\" hidden></section>\n");
        addPicture(page);
        return page.html("</main>\n<script type=\"application/json\" id=\"data\">")
                .html(data)
                .html("</script>\n")
                .end();
    }

    private static void addChoice(HtmlPage page, GraphObject object) {
        page.html("<li><button type=\"button\" data-o=\"" + object.index() + "\" aria-pressed=\"false\">")
                .text(object.name())
                .html(" <small>")
                .text(object.note().strip())
                .html("</small></button></li>\n");
    }

    private void addPicture(HtmlPage page) {
        page.html("<section class=\"picture\" aria-label=\"Picture\">\n<div class=\"zoom\"><p>")
                .text(GraphSvg.LEGEND_TEXT)
                .html("</p>")
                .html("<button type=\"button\" id=\"smaller\" aria-label=\"Smaller\">−</button>")
                .html("<button type=\"button\" id=\"fit\">Fit</button>")
                .html("<button type=\"button\" id=\"larger\" aria-label=\"Larger\">+</button></div>\n")
                .html(
                        "<div class=\"canvas\" id=\"canvas\" tabindex=\"0\" role=\"group\" aria-label=\"Picture, scrolls\">\n")
                .html(this.graph.svg())
                .html("</div>\n</section>\n");
    }

    private static String contents(List<GraphObject> objects) {
        int tables = (int) objects.stream()
                .filter(object -> object.kind() == ObjectKind.TABLE)
                .count();
        int others = objects.size() - tables;
        return counted(tables, "table") + (others == 0 ? "" : " and " + counted(others, "other object"));
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /** The migrations, the plan of each object as pairs of a migration and a reason, and the reasons. */
    private String data() {
        StringBuilder plans = new StringBuilder();
        for (Card card : this.graph.cards()) {
            for (GraphObject object : card.objects) {
                plans.append(plans.isEmpty() ? "[" : ",[");
                String separator = "";
                for (PlannedMigration step : this.graph.plan(card, object).steps()) {
                    Integer number = this.numbers.get(step.migration());
                    if (number != null) {
                        plans.append(separator).append(number).append(',').append(reason(step));
                        separator = ",";
                    }
                }
                plans.append(']');
            }
        }
        StringBuilder text = new StringBuilder("{\"migrations\":[");
        strings(this.graph.migrations().stream().map(Migration::label).toList(), text);
        text.append("],\n\"makers\":[");
        List<Integer> makers = this.graph.cards().stream()
                .map(card -> this.numbers.getOrDefault(card.migration, 0))
                .toList();
        text.append(makers.toString(), 1, makers.toString().length() - 1);
        text.append("],\n\"plans\":[").append(plans).append("],\n\"reasons\":[");
        strings(List.copyOf(this.reasons.keySet()), text);
        return text.append("]}").toString();
    }

    private int reason(PlannedMigration step) {
        return this.reasons.computeIfAbsent(step.reason().toString(), any -> this.reasons.size());
    }

    private static void strings(List<String> strings, StringBuilder text) {
        for (int index = 0; index < strings.size(); index++) {
            text.append(index == 0 ? "\"" : ",\"");
            for (char character : strings.get(index).toCharArray()) {
                boolean plain = character >= ' ' && character < 127 && "\"\\<>&".indexOf(character) < 0;
                text.append(plain ? String.valueOf(character) : "\\u%04x".formatted((int) character));
            }
            text.append('"');
        }
    }
}
