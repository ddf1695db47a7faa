package io.e2e.migrations.script;

/**
 * The text of a script cannot be parsed. It names the line, and the catalog adds the file.
 */
public final class ScriptSyntaxException extends IllegalArgumentException {

    private final String problem;
    private final int line;

    /**
     * A problem of a line.
     *
     * @param problem what is wrong, without the line
     * @param line the line, counted from 1
     */
    public ScriptSyntaxException(String problem, int line) {
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
