package io.e2e.migrations.drift;

import io.e2e.migrations.schema.ObjectKind;
import java.util.regex.Pattern;

/**
 * Texts of different major versions of PostgreSQL, made comparable: since 16, a view's definition qualifies only the
 * columns that need it; MAINTAIN is a privilege since 17; extensions have the versions of their server.
 */
final class VersionNeutral {

    /** A literal, which is kept and may contain a point, or a qualifier; a number's first digits are none. */
    private static final Pattern QUALIFIER =
            Pattern.compile("('(?:[^']|'')*')|(?<!\\w)(?:[a-z_]\\w*|\"(?:[^\"]|\"\")+\")\\.");

    private static final Pattern LAYOUT = Pattern.compile("\\s+");
    private static final Pattern MAINTAIN = Pattern.compile(", MAINTAIN\\b(?: with grant option)?");

    private VersionNeutral() {}

    static String of(ObjectKind kind, String text) {
        boolean parsed = kind == ObjectKind.VIEW
                || text.startsWith("ON ")
                || text.contains("\nBEGIN ATOMIC\n")
                || text.contains("\n RETURN ");
        if (kind == ObjectKind.EXTENSION) {
            return "";
        }
        return parsed
                ? LAYOUT.matcher(QUALIFIER.matcher(text).replaceAll("$1"))
                        .replaceAll(" ")
                        .strip()
                : MAINTAIN.matcher(text).replaceAll("");
    }
}
