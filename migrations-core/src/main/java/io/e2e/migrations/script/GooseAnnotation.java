package io.e2e.migrations.script;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The supported annotations of goose. */
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
     * The annotation that a line comment is; empty if it is none. Since 3.19.1, goose takes every comment line that
     * contains +goose for an annotation. A comment that only mentions +goose is refused, because goose would refuse it.
     */
    static Optional<GooseAnnotation> of(String text, Lexer token) {
        String comment = text.substring(token.start(), token.end());
        if (!comment.toLowerCase(Locale.ROOT).contains(MARK)) {
            return Optional.empty();
        }
        String content = comment.substring(2).strip();
        if (!content.startsWith(MARK)) {
            throw new ScriptSyntaxException(
                    "a comment mentions +goose but is not an annotation; goose would refuse it, so reword it",
                    token.line());
        }
        GooseAnnotation annotation = named(content.substring(MARK.length()).strip(), token.line());
        if (!token.isAtLineStart()) {
            throw new ScriptSyntaxException(
                    annotation + " must be at the very start of its line, because goose looks for it there",
                    token.line());
        }
        return Optional.of(annotation);
    }

    /** The annotation as written in a file, in quotation marks. */
    @Override
    public String toString() {
        return quoted(this.label);
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
                    + " is not supported: environment variables are never inserted into SQL; declare an input in the "
                    + "header instead, with \"-- input: \"";
        }
        return quoted(name) + " is unknown; the annotations are Up, Down, StatementBegin, StatementEnd and "
                + "NO TRANSACTION";
    }

    private static String quoted(String name) {
        return "\"-- " + MARK + (name.isEmpty() ? "" : " " + name) + "\"";
    }
}
