package io.e2e.migrations.session;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A right that the session's role lacks.
 *
 * @param name the right, such as {@code CREATE on schema public}
 * @param remedy the statement that grants it, for a superuser or another role that may grant it
 */
public record MissingRight(String name, String remedy) {

    /** The list of these rights, a line for each; empty if there are none. */
    public static String list(Collection<MissingRight> missing) {
        return missing.stream()
                .map(right -> "\n  - " + right)
                .collect(Collectors.joining("", missing.isEmpty() ? "" : "\nThe role lacks:", ""));
    }

    /** The statements that grant these rights, as an instruction. */
    public static String remedy(Collection<MissingRight> missing) {
        return missing.stream()
                .map(right -> "\n  " + right.remedy + ";")
                .distinct()
                .collect(Collectors.joining(
                        "", "As a superuser, run this in the database, and then apply the migrations again:", ""));
    }

    @Override
    public String toString() {
        return this.name;
    }
}
