package io.e2e.migrations.derive;

/**
 * A row of a system catalog.
 *
 * @param catalog the OID of the catalog
 * @param object the OID in that catalog
 */
record Oid(long catalog, long object) {

    /** Of {@code pg_class}; the OIDs of catalogs are the same in every database. */
    static final long RELATIONS = 1259;

    /** Of {@code pg_proc}. */
    static final long FUNCTIONS = 1255;

    /** Of {@code pg_cast}. */
    static final long CASTS = 2605;

    /** Of {@code pg_default_acl}. */
    static final long DEFAULT_PRIVILEGES = 826;

    /** Of {@code pg_event_trigger}. */
    static final long EVENT_TRIGGERS = 3466;

    /** The first OID that is not PostgreSQL's own (PostgreSQL source, transam.h). */
    static final long FIRST_OF_USERS = 16_384;

    static Oid relation(long object) {
        return new Oid(RELATIONS, object);
    }
}
