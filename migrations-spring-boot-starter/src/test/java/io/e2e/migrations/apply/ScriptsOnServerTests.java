package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that are hard to split, applied through lexer and driver; and roles with settings of their own. */
class ScriptsOnServerTests {

    private final SharedDatabase database = SharedDatabase.create();

    @Test
    void applySplitsAsTheServerDoes(@TempDir Path directory) {
        apply(directory, """
                CREATE TABLE a (id int, t text);
                INSERT INTO a VALUES (1, E'a\\'' -- a comment; with '
                  'b\\'; c' ), (2, U&'d\\0061t!0061' UESCAPE '!'), (3, 'x\\'
                'y');
                /* nested /* ; */ comment; */
                CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 4 END end; SELECT 5 end; END;
                CREATE FUNCTION g() RETURNS text LANGUAGE sql AS $ä1$ SELECT '$$; $b$' $ä1$;
                CREATE VIEW v AS SELECT id FROM a;
                CREATE RULE r AS ON INSERT TO v DO INSTEAD (INSERT INTO a VALUES (NEW.id, 'by rule; one'); SELECT 1);
                INSERT INTO v VALUES (f(1));
                INSERT INTO a VALUES (6, g());""");

        assertThat(this.database.query("SELECT t FROM a ORDER BY id"))
                .containsExactly("a'b'; c", "d\\0061ta", "x\\y", "by rule; one", "$$; $b$");
    }

    @Test
    void applyWhenTheRoleHasOtherSettingsDoesTheSame(@TempDir Path directory) throws SQLException {
        this.database.execute("""
                DO $$ DECLARE s text; BEGIN
                    FOREACH s IN ARRAY ARRAY[
                        'standard_conforming_strings = off', 'quote_all_identifiers = on', 'backslash_quote = off',
                        'default_transaction_read_only = on', 'default_transaction_isolation = serializable',
                        'default_transaction_deferrable = on', 'statement_timeout = 60000', 'lock_timeout = 60000',
                        'idle_in_transaction_session_timeout = 60000', 'transaction_timeout = 60000', 'array_nulls = off',
                        'check_function_bodies = off', 'search_path = nowhere, pg_catalog', 'DateStyle = "SQL, DMY"',
                        'IntervalStyle = sql_standard', 'TimeZone = "America/New_York"', 'bytea_output = escape',
                        'extra_float_digits = -15', 'client_encoding = LATIN1', 'row_security = off'] LOOP
                        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET ', current_user, current_database()) || s;
                    END LOOP;
                END $$""");
        apply(directory, """
                CREATE TABLE a (id int, t text);
                INSERT INTO a VALUES (1, 'x\\'), (2, current_setting('TimeZone') || interval '1 day' || '2026-11-02'::date);
                CREATE TABLE p (day date) PARTITION BY RANGE (day);
                CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-11-01') TO ('2026-12-01');""");

        assertThat(this.database.query("SELECT t FROM public.a ORDER BY id"))
                .containsExactly("x\\", "UTC1 day2026-11-02");
    }

    private void apply(Path directory, String up) {
        CatalogDirectory catalog = new CatalogDirectory(directory).write("001_a.sql", "-- creates: table a", up);
        MigrationService.open(catalog.config(), this.database.access()).applyMigrations();
        assertThat(MigrationService.open(catalog.config(), this.database.access())
                        .verifyMigrations()
                        .isClean())
                .isTrue();
    }
}
