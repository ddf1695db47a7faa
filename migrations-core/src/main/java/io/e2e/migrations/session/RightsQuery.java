package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationOptions;
import java.util.Collection;
import java.util.List;

/**
 * The query for the rights that a role lacks for a migration and its history (PostgreSQL manual, "Privileges"). It is
 * sent after the server has denied one, because the server's message does not say what to grant.
 *
 * @param schema the migrated schema
 * @param objects the names of relations and functions that the role must own if they exist
 * @param extensions the extensions to create if they do not exist
 */
record RightsQuery(String schema, Collection<String> objects, Collection<String> extensions) {

    /** Objects of another role are one right, because a member of that role owns all of them. */
    private static final String SQL = """
            WITH home AS (SELECT name, to_regnamespace(quote_ident(name)) AS oid FROM unnest(ARRAY[%1$s, %4$s]) name),
                 wanted AS (SELECT unnest(%2$s) AS name),
                 extension AS (SELECT a.name, bool_and(a.superuser AND NOT a.trusted) AS untrusted
                                 FROM pg_available_extension_versions a
                                WHERE a.name = ANY (%3$s) AND a.name NOT IN (SELECT extname FROM pg_extension)
                                GROUP BY a.name),
                 owned AS (SELECT c.oid::regclass::text AS thing, c.relowner AS owner
                             FROM pg_class c JOIN home ON c.relnamespace = home.oid
                            WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relname IN (SELECT name FROM wanted)
                           UNION ALL
                           SELECT p.oid::regprocedure::text, p.proowner
                             FROM pg_proc p JOIN home ON p.pronamespace = home.oid
                            WHERE p.proname IN (SELECT name FROM wanted))
            SELECT format('CREATE on database %%I, to make schema %%I', current_database(), home.name),
                   format('GRANT CREATE ON DATABASE %%I TO %%I', current_database(), current_user)
              FROM home
             WHERE home.oid IS NULL AND NOT has_database_privilege(current_database(), 'CREATE')
            UNION ALL
            SELECT format('%%s on schema %%I', kind, home.name),
                   format('GRANT %%s ON SCHEMA %%I TO %%I', kind, home.name, current_user)
              FROM home, unnest(ARRAY['USAGE', 'CREATE']) kind
             WHERE home.oid IS NOT NULL AND NOT has_schema_privilege(home.oid, kind)
               AND NOT (home.name = %4$s AND kind = 'CREATE'
                        AND EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = home.oid AND c.relname = %1$s))
            UNION ALL
            SELECT format('CREATE on database %%I, to make extension %%I', current_database(), name),
                   format('GRANT CREATE ON DATABASE %%I TO %%I', current_database(), current_user)
              FROM extension
             WHERE NOT untrusted AND NOT has_database_privilege(current_database(), 'CREATE')
            UNION ALL
            SELECT format('superuser, to make extension %%I', name), format('CREATE EXTENSION %%I', name)
              FROM extension
             WHERE untrusted
            UNION ALL
            SELECT format('ownership of %%s, which role %%s has', string_agg(thing, ', ' ORDER BY thing), owner::regrole),
                   format('GRANT %%s TO %%I', owner::regrole, current_user)
              FROM owned
             WHERE NOT pg_has_role(owner, 'USAGE')
             GROUP BY owner""";

    void addTo(RoundTrip roundTrip, List<MissingRight> into) {
        String sql = SQL.formatted(
                Sql.literal(this.schema),
                Sql.textArray(this.objects),
                Sql.textArray(this.extensions),
                Sql.literal(MigrationOptions.HISTORY_SCHEMA));
        roundTrip.add(sql, row -> into.add(new MissingRight(row.getString(1), row.getString(2))));
    }
}
