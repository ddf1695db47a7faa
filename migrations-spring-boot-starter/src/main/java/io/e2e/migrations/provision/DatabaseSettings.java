package io.e2e.migrations.provision;

import io.e2e.migrations.session.Sql;

/**
 * Copies what {@code ALTER DATABASE … SET} and {@code ALTER ROLE … IN DATABASE … SET} left: settings belong to the
 * server's catalog, and {@code CREATE DATABASE … TEMPLATE} does not copy them (PostgreSQL manual, "CREATE DATABASE").
 */
final class DatabaseSettings {

    /**
     * The value of a list is stored with its names quoted, and must not become one name (PostgreSQL source, dumputils.c,
     * variable_is_guc_list_quote).
     */
    private static final String COPY = """
            DECLARE command text;
            BEGIN
                FOR command IN
                    SELECT format('ALTER %%s SET %%I TO %%s',
                               CASE s.setrole WHEN 0 THEN format('DATABASE %%I', %2$s)
                                    ELSE format('ROLE %%s IN DATABASE %%I', s.setrole::regrole, %2$s) END,
                               c.name,
                               CASE WHEN c.name IN ('search_path', 'temp_tablespaces', 'local_preload_libraries',
                                                    'session_preload_libraries')
                                    THEN (SELECT string_agg(quote_literal(CASE WHEN item[1] LIKE '"%%'
                                                     THEN replace(substr(item[1], 2, length(item[1]) - 2), '""', '"')
                                                     ELSE item[1] END), ', ' ORDER BY position)
                                            FROM regexp_matches(c.value, '"(?:[^"]|"")*"|[^ ,"]+', 'g')
                                                 WITH ORDINALITY i (item, position))
                                    ELSE quote_literal(c.value) END)
                      FROM pg_db_role_setting s
                      JOIN pg_database d ON d.oid = s.setdatabase
                      CROSS JOIN LATERAL (
                            SELECT split_part(entry, '=', 1), substr(entry, strpos(entry, '=') + 1)
                              FROM unnest(s.setconfig) entry) c (name, value)
                     WHERE d.datname = %1$s
                LOOP
                    BEGIN
                        EXECUTE command;
                    EXCEPTION WHEN insufficient_privilege THEN
                        -- Each role may set what it likes for itself in any database.
                        IF command NOT LIKE 'ALTER ROLE %%' THEN RAISE; END IF;
                    END;
                END LOOP;
            END""";

    private DatabaseSettings() {}

    /** The query that has a row if a database has settings, which is seldom. */
    static String findSql(String database) {
        return "SELECT s.setrole FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = "
                + Sql.literal(database);
    }

    /** The statement that gives a copy the settings of its original. */
    static String copySql(String original, String copy) {
        return Sql.block(COPY.formatted(Sql.literal(original), Sql.literal(copy)));
    }
}
