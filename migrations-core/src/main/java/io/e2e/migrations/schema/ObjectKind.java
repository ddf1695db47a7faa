package io.e2e.migrations.schema;

import io.e2e.migrations.schema.ObjectRef.Space;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The kinds of objects, in the order in which reports list them; the keyword is the name in lower case. */
public enum ObjectKind {
    /** A table, partitioned or not, with its columns, constraints and owned sequences. */
    TABLE(Space.RELATION),
    /** A partition of a table. */
    PARTITION(Space.RELATION, "of"),
    /** A view, materialized or not. */
    VIEW(Space.RELATION),
    /** An index that does not belong to a constraint. */
    INDEX(Space.RELATION, "on"),
    /** All functions of one name, whatever their arguments. */
    FUNCTION(Space.FUNCTION),
    /** A trigger, except PostgreSQL's internal ones. */
    TRIGGER(Space.TABLE, "on"),
    /** A sequence that no column owns; an owned sequence is part of its table. */
    SEQUENCE(Space.RELATION),
    /** An enum, a domain, a composite type or a range type; not the row type of a table. */
    TYPE(Space.TYPE),
    /** An extension of the database; headers require it, and descriptions do not contain its members. */
    EXTENSION(Space.DATABASE);

    private final String keyword = name().toLowerCase(Locale.ROOT);
    private final Space space;
    private final String preposition;

    ObjectKind(Space space) {
        this(space, "");
    }

    ObjectKind(Space space, String preposition) {
        this.space = space;
        this.preposition = preposition;
    }

    /** The word for this kind in headers and messages. */
    public String keyword() {
        return this.keyword;
    }

    /** Where the names of such objects are unique. */
    public Space space() {
        return this.space;
    }

    /** The word before the table that an object of this kind belongs to; empty if it belongs to none. */
    public String preposition() {
        return this.preposition;
    }

    /** A number of such objects in words: {@code 1 table}, {@code 4 indexes}. */
    public String counted(int count) {
        String plural = this.keyword + (this.keyword.endsWith("x") ? "es" : "s");
        return count + " " + (count == 1 ? this.keyword : plural);
    }

    /** Whether an object of this kind belongs to a table or view, which must be named with it. */
    public boolean belongsToTable() {
        return !this.preposition.isEmpty();
    }

    /** Whether it is in {@code pg_class}, whose names tables, views, indexes and sequences share. */
    public boolean isRelation() {
        return this.space == Space.RELATION;
    }

    /** Whether it has columns, as tables and views do. */
    public boolean hasColumns() {
        return this == TABLE || this == PARTITION || this == VIEW;
    }

    /** Whether it is a function, a sequence or a type: if it is replaced, the objects that use it change too. */
    public boolean isDefinition() {
        return this.space != Space.DATABASE && !belongsToTable() && !hasColumns();
    }

    /**
     * Whether a selection can name it. Functions and triggers are not unique by name: arguments and table are missing.
     */
    public boolean isSelectable() {
        return isRelation() || this.space == Space.TYPE;
    }

    /** Whether headers list objects of this kind as created, altered or dropped. */
    public boolean isListed() {
        return this.space != Space.DATABASE;
    }

    /** The kind with this keyword in the list of a header. */
    public static Optional<ObjectKind> ofKeyword(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.isListed() && kind.keyword.equals(word))
                .findFirst();
    }

    /** The keywords of some kinds, separated by commas. */
    public static String keywords(Predicate<ObjectKind> which) {
        return Arrays.stream(values()).filter(which).map(ObjectKind::keyword).collect(Collectors.joining(", "));
    }
}
