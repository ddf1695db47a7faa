package io.e2e.migrations.config;

import java.nio.charset.StandardCharsets;

/** The limits of PostgreSQL's names, beyond which the server would cut a name and mean another object. */
public final class SqlName {

    /** NAMEDATALEN - 1 (PostgreSQL manual, "Identifiers and Key Words"). */
    private static final int MAX_BYTES = 63;

    private SqlName() {}

    /**
     * Refuses a name that no object can have.
     *
     * @param what the property or parameter that has the name
     * @throws IllegalArgumentException if the name is blank or too long, or contains the character NUL
     */
    public static void require(String what, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " must not contain the character NUL");
        }
        if (bytes(name) > MAX_BYTES) {
            throw new IllegalArgumentException(what + " must not be longer than " + MAX_BYTES
                    + " bytes, PostgreSQL's limit for names, but has " + bytes(name) + ": " + name);
        }
    }

    /** The name with this ASCII suffix; its own end is left out as far as the limit requires. */
    public static String withSuffix(String name, String suffix) {
        String kept = name;
        while (bytes(kept) + suffix.length() > MAX_BYTES) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + suffix;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
