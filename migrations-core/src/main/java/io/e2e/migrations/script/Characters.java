package io.e2e.migrations.script;

/**
 * PostgreSQL's classes of characters. They are ASCII only, whatever the locale: any other character is part of a name,
 * and keywords are folded in ASCII only.
 */
final class Characters {

    private static final int SHOWN = 20;

    private Characters() {}

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean isNewline(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
    }

    static String upper(String text, int from, int to) {
        StringBuilder upper = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            upper.append(upper(text.charAt(i)));
        }
        return upper.toString();
    }

    /** Whether a line ends with the character at the position; of CR LF it is the second. */
    static boolean endsLine(String text, int position) {
        char c = text.charAt(position);
        return c == '\n' || (c == '\r' && !text.startsWith("\n", position + 1));
    }

    static int skipSpace(String text, int from) {
        int i = from;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static int skipDigits(String text, int from) {
        int i = from;
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static int skipNumber(String text, int from) {
        int i = from;
        while (i < text.length() && (isTagPart(text.charAt(i)) || text.charAt(i) == '.')) {
            i++;
        }
        return i;
    }

    /** Past the name: letters, digits, underscores and dollar signs. */
    static int skipName(String text, int from) {
        int i = from;
        while (i < text.length() && (isTagPart(text.charAt(i)) || text.charAt(i) == '$')) {
            i++;
        }
        return i;
    }

    /** Past the tag of a dollar quote: as a name, but without dollar signs. */
    static int skipTag(String text, int from) {
        int i = from;
        while (i < text.length() && isTagPart(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static int lineEnd(String text, int from) {
        int i = from;
        while (i < text.length() && !isNewline(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The text up to the next white space, as a message shows it: cut if it is long. */
    static String untilSpace(String text, int from) {
        int limit = Math.min(text.length(), from + SHOWN);
        int i = from;
        while (i < limit && !isSpace(text.charAt(i))) {
            i++;
        }
        return text.substring(from, i);
    }

    private static boolean isTagPart(char c) {
        return isNameStart(c) || isDigit(c);
    }
}
