package io.e2e.migrations.script;

/**
 * Splits SQL text into tokens, comments included, by PostgreSQL's own rules ({@code scan.l}). White space is skipped.
 * As on the server, names may contain any character outside ASCII. Reads each character a fixed number of times.
 */
final class Lexer {

    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        PARAMETER,
        SYMBOL,
        LINE_COMMENT,
        BLOCK_COMMENT,
        PSQL_COMMAND
    }

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;
    private final boolean psql;
    private Kind kind = Kind.SYMBOL;
    private int start;
    private int end;
    private int line;
    private int countedTo;

    Lexer(String text, int firstLine) {
        this(text, firstLine, false);
    }

    /**
     * Reads a text.
     *
     * @param psql whether a backslash outside of quotes begins a command of psql, instead of being refused
     */
    Lexer(String text, int firstLine, boolean psql) {
        if (firstLine < 1) {
            throw new IllegalArgumentException("lines are counted from 1: " + firstLine);
        }
        this.text = text;
        this.psql = psql;
        this.line = firstLine;
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            this.start = nul;
            throw new ScriptSyntaxException(
                    "the character NUL (U+0000), which the server takes for the end of the text; is the file UTF-16?",
                    line());
        }
        this.end = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    }

    /** Moves to the next token; {@code false} at the end of the text. */
    boolean next() {
        this.start = Characters.skipSpace(this.text, this.end);
        if (this.start == this.text.length()) {
            this.end = this.start;
            return false;
        }
        scan(this.text.charAt(this.start));
        return true;
    }

    /** Continues at a later position, without reading what is before it. */
    void skipTo(int position) {
        this.end = position;
    }

    int start() {
        return this.start;
    }

    int end() {
        return this.end;
    }

    /**
     * The line on which the token begins. Counts from the token of the last call, so that each line is counted once.
     */
    int line() {
        for (; this.countedTo < this.start; this.countedTo++) {
            if (Characters.endsLine(this.text, this.countedTo)) {
                this.line++;
            }
        }
        return this.line;
    }

    Kind kind() {
        return this.kind;
    }

    boolean isComment() {
        return this.kind == Kind.LINE_COMMENT || this.kind == Kind.BLOCK_COMMENT;
    }

    boolean isLineComment() {
        return this.kind == Kind.LINE_COMMENT;
    }

    /** Whether the token is the first on its line, without white space before it. */
    boolean isAtLineStart() {
        if (this.start == 0) {
            return true;
        }
        char before = this.text.charAt(this.start - 1);
        return Characters.isNewline(before) || (this.start == 1 && before == BYTE_ORDER_MARK);
    }

    boolean isSymbol(char symbol) {
        return this.kind == Kind.SYMBOL && this.text.charAt(this.start) == symbol;
    }

    /** Whether the token is this keyword, which is in upper case. A quoted name never is a keyword. */
    boolean isWord(String keyword) {
        if (this.kind != Kind.WORD || this.end - this.start != keyword.length()) {
            return false;
        }
        for (int i = 0; i < keyword.length(); i++) {
            if (Characters.upper(this.text.charAt(this.start + i)) != keyword.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The token for comparison with keywords: a word in upper case, a symbol or a number; of other tokens, the quote.
     */
    String image() {
        return switch (this.kind) {
            case WORD -> Characters.upper(this.text, this.start, this.end);
            case SYMBOL, NUMBER, PARAMETER -> this.text.substring(this.start, this.end);
            case STRING -> "'";
            case QUOTED_NAME -> "\"";
            case LINE_COMMENT, BLOCK_COMMENT, PSQL_COMMAND -> "";
        };
    }

    private void scan(char first) {
        if (first == '\'') {
            string(this.start, StringStyle.STANDARD);
        } else if (first == '"') {
            quotedName(this.start);
        } else if (first == '$') {
            dollar();
        } else if (Characters.isNameStart(first)) {
            wordOrPrefixedQuote(first);
        } else if (Characters.isDigit(first)) {
            // A number may contain letters: 1e10, 0xFF. The server refuses wrong ones.
            token(Kind.NUMBER, Characters.skipWord(this.text, this.start, '.'));
        } else if (this.text.startsWith("--", this.start)) {
            token(Kind.LINE_COMMENT, Characters.lineEnd(this.text, this.start));
        } else if (this.text.startsWith("/*", this.start)) {
            token(Kind.BLOCK_COMMENT, closed(Quotes.commentEnd(this.text, this.start), Quotes.OPEN_COMMENT));
        } else if (first == '\\' && this.psql) {
            token(Kind.PSQL_COMMAND, Characters.lineEnd(this.text, this.start));
        } else if (first == '\\') {
            throw new ScriptSyntaxException(
                    Characters.untilSpace(this.text, this.start)
                            + " is a psql command, which the server does not understand",
                    line());
        } else {
            token(Kind.SYMBOL, this.start + 1);
        }
    }

    /** A word, or a quote with a prefix: one of the letters E, B, X and N, or U&amp;, immediately before the quote. */
    private void wordOrPrefixedQuote(char first) {
        int wordEnd = Characters.skipWord(this.text, this.start, '$');
        if (wordEnd == this.start + 1) {
            char letter = Characters.upper(first);
            boolean unicode = letter == 'U' && this.text.startsWith("&", wordEnd);
            int quote = unicode ? wordEnd + 1 : wordEnd;
            if ((unicode || "EBXN".indexOf(letter) >= 0) && this.text.startsWith("'", quote)) {
                string(quote, letter == 'E' ? StringStyle.BACKSLASH : StringStyle.STANDARD);
                return;
            }
            if (unicode && this.text.startsWith("\"", quote)) {
                quotedName(quote);
                return;
            }
        }
        token(Kind.WORD, wordEnd);
    }

    private void string(int quote, StringStyle style) {
        token(Kind.STRING, closed(Quotes.stringEnd(this.text, quote, style), Quotes.OPEN_STRING));
    }

    private void quotedName(int quote) {
        token(Kind.QUOTED_NAME, closed(Quotes.nameEnd(this.text, quote), Quotes.OPEN_NAME));
    }

    /** A parameter such as $1, a dollar quote, or a dollar sign that is neither. */
    private void dollar() {
        int afterDigits = Characters.skipDigits(this.text, this.start + 1);
        if (afterDigits > this.start + 1) {
            token(Kind.PARAMETER, afterDigits);
            return;
        }
        String delimiter = Quotes.dollarDelimiter(this.text, this.start);
        if (delimiter.isEmpty()) {
            token(Kind.SYMBOL, this.start + 1);
            return;
        }
        int close = this.text.indexOf(delimiter, this.start + delimiter.length());
        int afterClose = close < 0 ? Quotes.NEVER : close + delimiter.length();
        token(
                Kind.STRING,
                closed(
                        afterClose,
                        "the dollar quote that begins here is not closed; it ends with another " + delimiter));
    }

    private int closed(int position, String problem) {
        if (position == Quotes.NEVER) {
            throw new ScriptSyntaxException(problem, line());
        }
        return position;
    }

    private void token(Kind newKind, int newEnd) {
        this.kind = newKind;
        this.end = newEnd;
    }
}
