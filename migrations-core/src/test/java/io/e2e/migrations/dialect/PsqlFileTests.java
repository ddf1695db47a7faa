package io.e2e.migrations.dialect;

import static io.e2e.migrations.dialect.ForeignFiles.files;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that psql and pg_dump know. */
class PsqlFileTests {

    @Test
    void dumpWhenItHasCommandsAndRowsIsRead() {
        assertThat(files().file(
                                "dump.sql",
                                "\\restrict abc",
                                "SET statement_timeout = 0;",
                                "SELECT pg_catalog.set_config('search_path', '', false);",
                                "CREATE TABLE public.t (a int, b text);",
                                "ALTER TABLE public.t OWNER TO app;",
                                "COPY public.t (a, b) FROM stdin;",
                                "1\tit's \\\\ a\\ttab; -- no comment",
                                "2\t\\N",
                                "\\.",
                                "",
                                "COPY public.t (a, b) FROM stdin;",
                                "\\.",
                                "SELECT 1;",
                                "\\unrestrict abc")
                        .shown())
                .isEqualTo("""
                        PLAIN
                        |dump|dump.sql up [2:SET statement_timeout = 0, 3:SELECT pg_catalog.set_config('search_path', '', false), 4:CREATE TABLE public.t (a int, b text), 5:ALTER TABLE public.t OWNER TO app, 7:INSERT INTO public.t (a, b) OVERRIDING SYSTEM VALUE VALUES
                        ('1', 'it''s \\ a\ttab; -- no comment'),
                        ('2', NULL), 13:SELECT 1] down []""");
    }

    @Test
    void commandWhenItReadsAFileIsThatFile() {
        assertThat(files().file(
                                "install.sql",
                                "\\set ON_ERROR_STOP on",
                                "\\ir parts/2_b.sql",
                                "\\i 'parts/1_a.sql'",
                                "SELECT 3;")
                        .file("parts/1_a.sql", "SELECT 1;")
                        .file("parts/2_b.sql", "\\echo b", "\\ir ../common.sql", "SELECT 2;")
                        .file("common.sql", "SELECT 0;")
                        .shown())
                .isEqualTo("""
                        PLAIN
                        |install|install.sql up [2:SELECT 0, 2:SELECT 2, 3:SELECT 1, 4:SELECT 3] down []""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\connect other",
                "\\copy t FROM 'x'",
                "\\gexec",
                "\\!  rm x",
                "\\if true",
                "\\q",
                "\\encoding LATIN1",
                "\\set x 1 \\\\ DROP TABLE t;"
            })
    void commandWhenOnlyPsqlCanRunItIsRefused(String command) {
        assertThat(files().file("1_a.sql", "SELECT 1;", command).shown())
                .isEqualTo("1_a.sql, line 2: " + command.split("\\s")[0]
                        + " is a psql command that only psql can run; write it in SQL, or remove it");
    }

    @Test
    void filesWhenTheyAreMissingOrIncludeEachOtherAreNamed() {
        assertThat(files().file("1_a.sql", "\\ir no.sql")
                        .file("2_b.sql", "SELECT 1", "\\echo x", ";")
                        .file("3_c.sql", "COPY t FROM stdin WITH (FORMAT csv);", "1", "\\.")
                        .file("4_d.sql", "COPY t FROM stdin;", "1")
                        .shown())
                .isEqualTo("""
                        1_a.sql, line 1: \\ir no.sql: there is no such file beside file [/sql/1_a.sql]
                        2_b.sql, line 2: \\echo is a psql command inside of a statement
                        3_c.sql, line 1: only rows in PostgreSQL's text format are read; let pg_dump write --inserts
                        4_d.sql, line 1: the rows of COPY end with a line \\.""");
        assertThat(files().file("1_a.sql", "\\ir 2_b.sql")
                        .file("2_b.sql", "\\ir 1_a.sql")
                        .shown())
                .isEqualTo("""
                        1_a.sql, line 1: \\ir 2_b.sql: line 1 there: \\ir 1_a.sql: line 1 there: \\ir 2_b.sql: the files include each other
                        2_b.sql, line 1: \\ir 1_a.sql: line 1 there: \\ir 2_b.sql: line 1 there: \\ir 1_a.sql: the files include each other""");
    }

    @Test
    void variableWhenAStatementUsesItIsRefused() {
        assertThat(files().file("1_a.sql", "\\set role app", "SELECT x::role;", "GRANT SELECT ON t TO :role;").shown())
                .isEqualTo("1_a.sql, line 3: :role is a variable of psql, which is not replaced; write ${role} with"
                        + " e2e.migrations.placeholders.role");
        assertThat(files().file("1_a.sql", "\\set role app", "SELECT x::role, :'role';").shown())
                .startsWith("1_a.sql, line 2: :'role' is a variable of psql");
    }
}
