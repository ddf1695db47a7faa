package io.e2e.migrations.tool.graph;

/** The measures of a card: a head, and rows of objects in columns. */
final class CardShape {

    static final double HEAD = 25;
    static final double ROW = 20;
    static final double PADDING = 11;
    static final double PIP = 7;
    static final double PIP_STEP = 10;
    static final int MOST_PIPS = 8;
    private static final int MOST_CHARACTERS = 30;
    private static final int ROWS_OF_A_COLUMN = 16;
    private static final double LETTER = 7.1;
    private static final double SMALL_LETTER = 6.1;
    private static final double LEAST_WIDTH = 110;
    private static final double GAP = 8;

    private CardShape() {}

    static double width(Card card) {
        return columnWidth(card) * columns(card);
    }

    static double height(Card card) {
        int rows = Math.min(card.objects.size(), rows(card));
        return HEAD + (rows == 0 ? 4 : rows * ROW + 7);
    }

    static double columnWidth(Card card) {
        double width = Math.max(LEAST_WIDTH, shown(card.migration.label()).length() * SMALL_LETTER + 2 * PADDING);
        for (GraphObject object : card.objects) {
            width = Math.max(width, nameWidth(object) + pips(object) * PIP_STEP + 2 * PADDING + GAP);
        }
        return Math.ceil(width);
    }

    /** Where the pips of an object begin, after its name. */
    static double nameWidth(GraphObject object) {
        String note = object.note().strip();
        return shown(object.name()).length() * LETTER + (note.isEmpty() ? 0 : note.length() * SMALL_LETTER + GAP);
    }

    private static int pips(GraphObject object) {
        return object.changes().size() > MOST_PIPS
                ? MOST_PIPS + 2
                : object.changes().size();
    }

    private static int columns(Card card) {
        return Math.max(1, (card.objects.size() + ROWS_OF_A_COLUMN - 1) / ROWS_OF_A_COLUMN);
    }

    /** The rows of each column, of which the last may have fewer. */
    static int rows(Card card) {
        int columns = columns(card);
        return Math.max(1, (card.objects.size() + columns - 1) / columns);
    }

    /** A text as far as there is room for it; the title of the element has it whole. */
    static String shown(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
    }
}
