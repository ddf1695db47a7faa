package io.e2e.migrations.script;

/**
 * The text of a script cannot be parsed. It names the line, and the catalog adds the file. Thrown only by
 * {@link SqlScript} and {@link MigrationScript}.
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

    /** The line of the problem, counted from 1; for something that is not closed, the line where it begins. */
    public int line() {
        return this.line;
    }
}
