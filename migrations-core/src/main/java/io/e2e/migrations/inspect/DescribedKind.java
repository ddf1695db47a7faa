package io.e2e.migrations.inspect;

import java.util.Locale;

/** What a described object is, in the order in which a description lists the kinds. */
public enum DescribedKind {
    /** An extension of the database; its members are not described. */
    EXTENSION,
    /** An enumeration, domain, range or composite type of the schema's own. */
    TYPE,
    /** A sequence that no column owns; owned ones are part of their column. */
    SEQUENCE,
    /** All functions of one name. */
    FUNCTION,
    /** A table, partitioned or not, with columns, constraints, policies, rights and perhaps rows. */
    TABLE,
    /** An index that no constraint made and that is no piece of a partitioned index. */
    INDEX,
    /** A trigger that somebody created; those that PostgreSQL makes for itself are left out. */
    TRIGGER,
    /** A partition, with its bounds and whatever it has beyond its table. */
    PARTITION,
    /** A view, materialized or not. */
    VIEW;

    /** The word for it, as in a header. */
    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }
}
