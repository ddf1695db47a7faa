package io.e2e.migrations.schema;

import java.util.Locale;
import java.util.Optional;

/** The kinds of objects that a header names; the keyword is the name in lower case. */
public enum ObjectKind {
    /** A table, partitioned or not, with its columns, constraints and owned sequences. */
    TABLE,
    /** A partition of a table, always named with that table. */
    PARTITION,
    /** A view. */
    VIEW,
    /** An index, always named with its table. */
    INDEX,
    /** A function, by name without arguments. */
    FUNCTION,
    /** A trigger, always named with its table, as its name is unique only there. */
    TRIGGER;

    private final String keyword = name().toLowerCase(Locale.ROOT);

    /** The word that stands for this kind in a header and in messages. */
    public String keyword() {
        return this.keyword;
    }

    /** A number of such objects in words: {@code 1 table}, {@code 4 indexes}. */
    public String counted(int count) {
        String plural = this == INDEX ? "indexes" : keyword() + "s";
        return count + " " + (count == 1 ? keyword() : plural);
    }

    /** Whether an object of this kind is part of a table or view that has to be named. */
    public boolean belongsToTable() {
        return this == PARTITION || this == INDEX || this == TRIGGER;
    }

    /** The kind that this word of a header stands for. */
    public static Optional<ObjectKind> ofKeyword(String word) {
        return switch (word) {
            case "table" -> Optional.of(TABLE);
            case "partition" -> Optional.of(PARTITION);
            case "view" -> Optional.of(VIEW);
            case "index" -> Optional.of(INDEX);
            case "function" -> Optional.of(FUNCTION);
            case "trigger" -> Optional.of(TRIGGER);
            default -> Optional.empty();
        };
    }
}
