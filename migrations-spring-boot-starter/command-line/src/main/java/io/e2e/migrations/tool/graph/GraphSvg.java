package io.e2e.migrations.tool.graph;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.page.HtmlPage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws a graph. The page finds cards, objects and marks by their numbers: {@code data-c}, {@code data-o}, {@code data-m}. */
final class GraphSvg {

    static final String LEGEND_TEXT =
            "A card is a migration with what it creates. A square is a later change. What a card needs is on"
                    + " its left, or at the end of a dashed line.";

    private static final double LEGEND = 30;
    private static final double BEND = 44;

    private final CatalogGraph graph;
    private final GraphLayout layout;
    private final Map<Migration, Integer> numbers = new HashMap<>();
    private final StringBuilder svg = new StringBuilder();

    GraphSvg(CatalogGraph graph) {
        this.graph = graph;
        this.layout = new GraphLayout(graph.cards());
        graph.migrations().forEach(migration -> this.numbers.put(migration, this.numbers.size()));
    }

    @Override
    public String toString() {
        this.svg.setLength(0);
        double height = this.layout.height() + LEGEND;
        String size = number(this.layout.width()) + " " + number(height);
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" viewBox=\"0 0 " + size + "\" width=\"");
        add(number(this.layout.width()) + "\" height=\"" + number(height) + "\" role=\"img\" aria-label=\"");
        add(this.graph.objects().size() + " objects of "
                + this.graph.migrations().size() + " migrations. What a card needs is on its left.\">\n<style>\n");
        add(HtmlPage.resource(GraphSvg.class, "graph-svg.css") + "</style>\n");
        this.layout.wires().forEach(this::addWire);
        for (Card card : this.graph.cards()) {
            card.needsLater.forEach(later -> addWireBack(card, this.layout.node(later)));
        }
        this.graph.cards().forEach(this::addCard);
        add("<text class=\"legend\" x=\"" + number(GraphLayout.MARGIN) + "\" y=\"" + number(height - 16) + "\">");
        add(LEGEND_TEXT + "</text>\n");
        return add("</svg>\n").svg.toString();
    }

    private GraphSvg add(String markup) {
        this.svg.append(markup);
        return this;
    }

    private void addWire(List<LayoutNode> wire) {
        LayoutNode left = wire.get(0);
        LayoutNode right = wire.get(wire.size() - 1);
        double x = left.x + left.width;
        double y = port(left, wire.get(1));
        StringBuilder path = new StringBuilder("M" + number(x) + " " + number(y));
        for (LayoutNode next : wire.subList(1, wire.size())) {
            double y2 = next == right ? port(right, wire.get(wire.size() - 2)) : next.y;
            double middle = Math.max((x + next.x) / 2, next.x - BEND);
            path.append("C" + number(middle) + " " + number(y) + " " + number(middle) + " " + number(y2) + " "
                    + number(next.x) + " " + number(y2));
            if (next != right) {
                path.append("H" + number(next.x + next.width));
            }
            x = next.x + next.width;
            y = y2;
        }
        addPath("wire", right, left, path.toString());
    }

    private void addPath(String style, LayoutNode from, LayoutNode to, String path) {
        add("<path class=\"" + style + "\" data-from=\"" + index(from) + "\" data-to=\"" + index(to) + "\" d=\"" + path
                + "\"/>\n");
    }

    private static int index(LayoutNode node) {
        return node.card == null ? -1 : node.card.index;
    }

    /** Where a line meets a card: as near to its other end as the card is high. */
    private static double port(LayoutNode card, LayoutNode other) {
        double inset = Math.min(card.height / 2, CardShape.HEAD / 2);
        return Math.max(card.top() + inset, Math.min(other.y, card.top() + card.height - inset));
    }

    private void addWireBack(Card card, LayoutNode later) {
        LayoutNode from = this.layout.node(card.index);
        double x = from.x + from.width;
        boolean ahead = later.x > x;
        double x2 = ahead ? later.x : later.x + later.width;
        double bend = ahead ? (x + x2) / 2 : Math.max(x, x2) + BEND;
        addPath(
                "wire later",
                from,
                later,
                "M" + number(x) + " " + number(from.y) + "C" + number(bend) + " " + number(from.y) + " " + number(bend)
                        + " " + number(later.y) + " " + number(x2) + " " + number(later.y));
    }

    private void addCard(Card card) {
        LayoutNode node = this.layout.node(card.index);
        add("<g class=\"card" + (card.objects.isEmpty() ? " bare" : "") + "\" data-c=\"" + card.index
                + "\" transform=\"translate(");
        add(number(node.x) + " " + number(node.top()) + ")\">");
        add("<rect class=\"box\" width=\"" + number(node.width) + "\" height=\"" + number(node.height)
                + "\" rx=\"7\"/>");
        String label = card.migration.label();
        addText("head", CardShape.PADDING, 17, label);
        int rows = CardShape.rows(card);
        double column = CardShape.columnWidth(card);
        for (int index = 0; index < card.objects.size(); index++) {
            int place = index / rows;
            addObject(card.objects.get(index), column * place, CardShape.HEAD + CardShape.ROW * (index % rows), column);
        }
        add("</g>\n");
    }

    private void addObject(GraphObject object, double x, double y, double width) {
        add("\n<g class=\"object" + (object.dropped() ? " dropped" : "") + "\" data-o=\"" + object.index() + "\">");
        add("<rect class=\"hit\" x=\"" + number(x + 4) + "\" y=\"" + number(y) + "\" width=\"" + number(width - 8)
                + "\" height=\"" + number(CardShape.ROW) + "\" rx=\"4\"/>");
        addText("name", x + CardShape.PADDING, y + 14, object.name());
        double next = x + width - CardShape.PADDING - CardShape.PIP;
        List<Migration> changes = object.changes();
        int pips = Math.min(changes.size(), CardShape.MOST_PIPS);
        if (pips < changes.size()) {
            addText("more", next - 11, y + 14, "+" + (changes.size() - pips));
            next -= 2 * CardShape.PIP_STEP;
        }
        for (int index = pips - 1; index >= 0; index--, next -= CardShape.PIP_STEP) {
            addPip(changes.get(index), next, y);
        }
        String note = object.note().strip();
        if (!note.isEmpty()) {
            addText("note", x + CardShape.PADDING + CardShape.nameWidth(object) - note.length() * 6.1, y + 14, note);
        }
        add("</g>");
    }

    private void addPip(Migration change, double x, double y) {
        add("<rect class=\"pip\" data-m=\"" + this.numbers.get(change) + "\" x=\"" + number(x) + "\" y=\""
                + number(y + 6.5) + "\" width=\"" + number(CardShape.PIP) + "\" height=\"" + number(CardShape.PIP)
                + "\" rx=\"1.5\"><title>");
        add(HtmlPage.escape(change.label()) + "</title></rect>");
    }

    /** Adds a text as far as there is room for it, and then the whole of it as its title. */
    private void addText(String style, double x, double y, String text) {
        String shown = CardShape.shown(text);
        add("<text class=\"" + style + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" + HtmlPage.escape(shown));
        add(shown.equals(text) ? "</text>" : "<title>" + HtmlPage.escape(text) + "</title></text>");
    }

    /** A number with at most one digit after the point, the same on every machine. */
    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
