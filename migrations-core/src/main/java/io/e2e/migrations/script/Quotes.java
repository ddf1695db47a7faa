package io.e2e.migrations.script;

/** Finds the ends of strings, names and comments. Each method returns the position after the end, or {@link #NEVER}. */
final class Quotes {

    static final int NEVER = -1;

    static final String OPEN_STRING =
            "the string that begins here is not closed; it ends with ' (a quote inside it is doubled)";
    static final String OPEN_NAME = "the quoted name that begins here is not closed; it ends with \"";
    static final String OPEN_COMMENT =
            "the comment that begins here is not closed; comments nest, so each /* needs its own */";

    private Quotes() {}

    /** The end of the string whose first quote is at the position, including continuations on further lines. */
    static int stringEnd(String text, int quote, StringStyle style) {
        int end = NEVER;
        int open = quote;
        while (open != NEVER) {
            end = style == StringStyle.BACKSLASH ? escapedEnd(text, open + 1) : doubledEnd(text, open + 1, '\'');
            open = end == NEVER ? NEVER : continuation(text, end);
        }
        return end;
    }

    /** The end of the quoted name whose first quote is at the position. */
    static int nameEnd(String text, int quote) {
        return doubledEnd(text, quote + 1, '"');
    }

    /** The end of the block comment that begins at the position. Comments nest. */
    static int commentEnd(String text, int start) {
        int depth = 1;
        int i = start + 2;
        while (i < text.length() - 1) {
            char c = text.charAt(i);
            char following = text.charAt(i + 1);
            if (c == '*' && following == '/') {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else if (c == '/' && following == '*') {
                depth++;
                i += 2;
            } else {
                i++;
            }
        }
        return NEVER;
    }

    /** The {@code $tag$} that begins at the position; empty if none does. */
    static String dollarDelimiter(String text, int dollar) {
        int end = dollar + 1;
        if (end < text.length() && Characters.isNameStart(text.charAt(end))) {
            end = Characters.skipWord(text, end, '_');
        }
        return text.startsWith("$", end) ? text.substring(dollar, end + 1) : "";
    }

    /** The text with each E'' string on one line; what was between its parts follows it. */
    static String joined(String text) {
        StringBuilder joined = new StringBuilder();
        int copied = 0;
        Lexer lexer = new Lexer(text, 1);
        while (lexer.next()) {
            if (lexer.kind() == Lexer.Kind.STRING && Characters.upper(text.charAt(lexer.start())) == 'E') {
                joined.append(text, copied, lexer.start()).append("E'");
                StringBuilder between = new StringBuilder();
                int open = lexer.start() + 1;
                while (open != NEVER) {
                    int end = escapedEnd(text, open + 1);
                    joined.append(text, open + 1, end - 1);
                    open = continuation(text, end);
                    between.append(text, end, open == NEVER ? end : open);
                }
                joined.append('\'').append(between);
                copied = lexer.end();
            }
        }
        return joined.append(text.substring(copied)).toString();
    }

    private static int doubledEnd(String text, int from, char quote) {
        int close = text.indexOf(quote, from);
        while (close >= 0 && close + 1 < text.length() && text.charAt(close + 1) == quote) {
            close = text.indexOf(quote, close + 2);
        }
        return close < 0 ? NEVER : close + 1;
    }

    private static int escapedEnd(String text, int from) {
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\' || (c == '\'' && text.startsWith("'", i + 1))) {
                i += 2;
            } else if (c == '\'') {
                return i + 1;
            } else {
                i++;
            }
        }
        return NEVER;
    }

    /** The quote that continues a string after white space with a line break; line comments may come before it. */
    private static int continuation(String text, int from) {
        boolean lineBreak = false;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Characters.isSpace(c)) {
                lineBreak |= Characters.isNewline(c);
                i++;
            } else if (text.startsWith("--", i)) {
                i = Characters.lineEnd(text, i);
            } else {
                return c == '\'' && lineBreak ? i : NEVER;
            }
        }
        return NEVER;
    }
}
