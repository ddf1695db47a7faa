package io.e2e.migrations.tool.catalog;

/**
 * What a command or goal answers.
 *
 * @param text what people read, without a line break at the end
 * @param isFinding whether something is to be done, such as a pending migration: a command ends with 1, and a goal fails
 */
public record Outcome(String text, boolean isFinding) {

    /** An answer after which nothing is to be done. */
    public static Outcome of(Object answer) {
        return new Outcome(answer.toString(), false);
    }

    /** An answer after which something is to be done. */
    public static Outcome finding(Object answer) {
        return new Outcome(answer.toString(), true);
    }
}
