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
    /** An index that no constraint made. */
    INDEX(Space.RELATION, "on"),
    /** All functions of one name, whatever their arguments. */
    FUNCTION(Space.FUNCTION),
    /** A trigger that somebody created, not one of PostgreSQL's own. */
    TRIGGER(Space.TABLE, "on"),
    /** A sequence that no column owns; an owned one is part of its table. */
    SEQUENCE(Space.RELATION),
    /** An enumeration, a domain, a composite type or a range; not the type that a table's rows have. */
    TYPE(Space.TYPE),
    /** An extension of the database; headers require it, and its members are not described. */
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

    /** The word that stands for this kind in a header and in messages. */
    public String keyword() {
        return this.keyword;
    }

    /** Where the names of such objects are unique. */
    public Space space() {
        return this.space;
    }

    /** The word before the table that an object of this kind belongs to; empty for what stands alone. */
    public String preposition() {
        return this.preposition;
    }

    /** A number of such objects in words: {@code 1 table}, {@code 4 indexes}. */
    public String counted(int count) {
        String plural = this.keyword + (this.keyword.endsWith("x") ? "es" : "s");
        return count + " " + (count == 1 ? this.keyword : plural);
    }

    /** Whether an object of this kind is part of a table or view that has to be named. */
    public boolean belongsToTable() {
        return !this.preposition.isEmpty();
    }

    /** Whether it is in {@code pg_class}, whose names tables, views, indexes and sequences share. */
    public boolean isRelation() {
        return this.space == Space.RELATION;
    }

    /** Whether it has columns, as what other statements read and write. */
    public boolean hasColumns() {
        return this == TABLE || this == PARTITION || this == VIEW;
    }

    /** Whether it stands alone and is no table or view: what uses one is another when this one is another. */
    public boolean isDefinition() {
        return this.space != Space.DATABASE && !belongsToTable() && !hasColumns();
    }

    /** Whether a selection can name it: a function's name says nothing of its arguments, a trigger's nothing of its table. */
    public boolean isSelectable() {
        return isRelation() || this.space == Space.TYPE;
    }

    /** Whether a header lists what is created, altered or dropped of it. */
    public boolean isListed() {
        return this.space != Space.DATABASE;
    }

    /** The kind that this word of a header's list stands for. */
    public static Optional<ObjectKind> ofKeyword(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.isListed() && kind.keyword.equals(word))
                .findFirst();
    }

    /** The words for some kinds, with commas between. */
    public static String keywords(Predicate<ObjectKind> which) {
        return Arrays.stream(values()).filter(which).map(ObjectKind::keyword).collect(Collectors.joining(", "));
    }
}
