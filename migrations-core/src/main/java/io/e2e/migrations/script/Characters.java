package io.e2e.migrations.script;

/**
 * PostgreSQL's character classes, which do not depend on the locale. Characters outside ASCII are parts of names.
 * Keywords are folded in ASCII only.
 */
final class Characters {

    /** The most characters of a text that a message shows. */
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

    /** Whether a line ends with the character at the position; CR LF ends a line with its second character. */
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

    /** Skips letters, digits, underscores and one further character: a dollar sign in names, a point in numbers. */
    static int skipWord(String text, int from, char further) {
        int i = from;
        while (i < text.length() && (isWordPart(text.charAt(i)) || text.charAt(i) == further)) {
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

    /** The text up to the next white space, for a message: a long text is cut. */
    static String untilSpace(String text, int from) {
        int limit = Math.min(text.length(), from + SHOWN);
        int i = from;
        while (i < limit && !isSpace(text.charAt(i))) {
            i++;
        }
        return text.substring(from, i);
    }

    private static boolean isWordPart(char c) {
        return isNameStart(c) || isDigit(c);
    }
}
