package io.e2e.migrations.script;

/**
 * Says that the text of a script cannot be read, and on which line. It does not know the file: whoever read the file
 * (the catalog) wraps it and adds the name. Made by {@link SqlScript} and {@link GooseScript} only.
 */
public final class ScriptSyntaxException extends IllegalArgumentException {

    private final String problem;
    private final int line;

    ScriptSyntaxException(String problem, int line) {
        super("line " + line + ": " + problem);
        this.problem = problem;
        this.line = line;
    }

    /** What is wrong, without the line. */
    public String problem() {
        return this.problem;
    }

    /** The line it is about, counted from 1; for something left open, the line where it was opened. */
    public int line() {
        return this.line;
    }
}
