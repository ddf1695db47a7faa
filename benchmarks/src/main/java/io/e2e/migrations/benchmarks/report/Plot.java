package io.e2e.migrations.benchmarks.report;

import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Measurement;
import io.e2e.migrations.benchmarks.peer.Way;
import java.util.List;
import java.util.Locale;

/**
 * The medians as horizontal bars, one block per comparison, each with its own scale that begins at zero.
 *
 * @param comparisons from top to bottom
 */
public record Plot(List<Comparison> comparisons) {

    private static final int WIDTH = 860;
    private static final int LABELS = 250;
    private static final int FIGURES = 90;
    private static final int ROW = 22;
    private static final int HEAD = 46;

    public Plot {
        comparisons = List.copyOf(comparisons);
    }

    /** The picture as SVG, readable on a light and on a dark page. */
    public String svg() {
        StringBuilder body = new StringBuilder();
        int y = 0;
        for (Comparison comparison : this.comparisons) {
            y = block(body, comparison, y);
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d"
                     font-family="system-ui, sans-serif" font-size="13">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                %3$s</svg>
                """.formatted(WIDTH, y + ROW, body);
    }

    private static int block(StringBuilder body, Comparison comparison, int top) {
        double longest = comparison.measurements().stream()
                .mapToDouble(Measurement::median)
                .max()
                .orElseThrow();
        int y = top + HEAD;
        body.append("<text x=\"12\" y=\"%d\" font-weight=\"bold\" fill=\"#1f2328\">%s</text>%n"
                .formatted(y - 14, escape(comparison.title())));
        for (Measurement each : comparison.measurements()) {
            double length = Math.max(1, (WIDTH - LABELS - FIGURES) * each.median() / longest);
            String figure = comparison.unit().show(each.median());
            body.append("<g transform=\"translate(0 %d)\">%n%s</g>%n".formatted(y, row(each, figure, length)));
            y += ROW;
        }
        return y;
    }

    /** One bar with its label and its figure, at height 0. */
    private static String row(Measurement each, String figure, double length) {
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="12" text-anchor="end" fill="#1f2328">%s</text>
                <rect x="%d" y="0" width="%.1f" height="14" fill="%s"/>
                <text x="%.1f" y="12" fill="#59636e">%s</text>
                """,
                LABELS - 8,
                escape(each.contender()),
                LABELS,
                length,
                color(each),
                LABELS + length + 6,
                figure);
    }

    /** Ours stands out; the rest is one color, as the label says who it is. */
    private static String color(Measurement measurement) {
        return measurement.contender().startsWith(Way.OURS.label()) ? "#1a7f37" : "#afb8c1";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
