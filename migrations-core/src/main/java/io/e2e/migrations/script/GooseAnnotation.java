package io.e2e.migrations.script;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The annotations of goose that are honored, and how one is recognized. */
enum GooseAnnotation {
    UP("Up"),
    DOWN("Down"),
    STATEMENT_BEGIN("StatementBegin"),
    STATEMENT_END("StatementEnd"),
    NO_TRANSACTION("NO TRANSACTION");

    private static final String MARK = "+goose";

    private final String label;

    GooseAnnotation(String label) {
        this.label = label;
    }

    /**
     * The annotation that a line comment of the text is, if it is one. Since 3.19.1 goose reads every comment line that has +goose
     * in it as an annotation; so a comment that only mentions it is refused here rather than read differently there.
     */
    static Optional<GooseAnnotation> of(String text, Lexer token) {
        if (!mentioned(text, token.start(), token.end())) {
            return Optional.empty();
        }
        String comment = text.substring(token.start(), token.end());
        String content = comment.substring(2).strip();
        if (!content.startsWith(MARK)) {
            throw new ScriptSyntaxException(
                    "a comment mentions +goose but is no annotation; goose would refuse it, so word it otherwise",
                    token.line());
        }
        GooseAnnotation annotation = named(content.substring(MARK.length()).strip(), token.line());
        if (!token.isAtLineStart()) {
            throw new ScriptSyntaxException(
                    annotation + " does not stand at the very start of its line, where goose looks for it",
                    token.line());
        }
        return Optional.of(annotation);
    }

    /** As it is written in a file, in quotation marks. */
    @Override
    public String toString() {
        return quoted(this.label);
    }

    /** Whether the mark stands between these positions, in any case. */
    private static boolean mentioned(String text, int from, int to) {
        for (int i = from; i <= to - MARK.length(); i++) {
            if (text.charAt(i) == MARK.charAt(0) && text.regionMatches(true, i, MARK, 0, MARK.length())) {
                return true;
            }
        }
        return false;
    }

    private static GooseAnnotation named(String name, int line) {
        return Arrays.stream(values())
                .filter(annotation -> annotation.label.equalsIgnoreCase(name))
                .findAny()
                .orElseThrow(() -> new ScriptSyntaxException(refusal(name), line));
    }

    private static String refusal(String name) {
        if (name.toUpperCase(Locale.ROOT).startsWith("ENVSUB")) {
            return quoted(name)
                    + " is not supported: the environment is never put into SQL; a value from outside comes "
                    + "as an input, declared in the header with \"-- input: \"";
        }
        return quoted(name) + " is not known; the annotations are Up, Down, StatementBegin, StatementEnd and "
                + "NO TRANSACTION";
    }

    private static String quoted(String name) {
        return "\"-- " + MARK + (name.isEmpty() ? "" : " " + name) + "\"";
    }
}
