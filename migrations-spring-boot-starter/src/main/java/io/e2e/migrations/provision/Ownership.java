package io.e2e.migrations.provision;

/**
 * What belongs to us on a server that others use: what our role owns, or a role whose rights it has as a member.
 * {@code pg_has_role} alone does not tell: for a superuser it holds for every role.
 */
final class Ownership {

    private static final String OURS = """
            (pg_has_role(%1$s, 'USAGE') AND %1$s IN (
                WITH RECURSIVE ours (role) AS (
                    SELECT oid FROM pg_roles WHERE rolname = current_user
                    UNION SELECT m.roleid FROM pg_auth_members m JOIN ours ON m.member = ours.role)
                SELECT role FROM ours))""";

    /**
     * The owners of what is in a database, except superusers and us, seen from any database; what the server's first
     * superuser owns is not in {@code pg_shdepend} (PostgreSQL manual, "pg_shdepend").
     */
    private static final String STRANGERS = """
            SELECT DISTINCT r.rolname FROM pg_shdepend s
              JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.refobjid
             WHERE d.datname = 'template1' AND s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o'
               AND NOT r.rolsuper AND NOT %s ORDER BY 1""";

    private Ownership() {}

    /** The condition that a role, an expression in SQL, is one of ours. */
    static String ours(String role) {
        return OURS.formatted(role);
    }

    /** The query for the roles of others that have put something into {@code template1}. */
    static String strangersInTemplate1() {
        return STRANGERS.formatted(ours("r.oid"));
    }
}
