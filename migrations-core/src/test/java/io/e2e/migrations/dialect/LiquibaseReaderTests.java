package io.e2e.migrations.dialect;

import static io.e2e.migrations.dialect.ForeignFiles.files;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiquibaseReaderTests {

    private static final String[] FORMATTED = {
        "--liquibase formatted sql",
        "--property name:owner value:app dbms:postgresql",
        "--property name:owner value:other dbms:h2",
        "",
        "--changeset alice:1 labels:x context:prod",
        "--comment: the first table",
        "CREATE TABLE a (id int);",
        "--rollback DROP TABLE a;",
        "--changeset alice:2 runInTransaction:false splitStatements:false",
        "CREATE INDEX CONCURRENTLY i ON a (id);",
        "-- changeset \"bob b\":3 endDelimiter:/ stripComments:false",
        "CREATE FUNCTION f() RETURNS int AS 'SELECT 6",
        "/ 2' LANGUAGE sql",
        "/",
        "GRANT SELECT ON a TO ${owner}",
        "/",
        "--rollback not required",
        "--changeset carol:4 dbms:h2,mysql",
        "CREATE TABLE never ();",
        "--changeset carol:5 dbms:!h2",
        "--ignoreLines:1",
        "CREATE TABLE never ();",
        "INSERT INTO a VALUES (1), (${n});",
        "/* liquibase rollback",
        "DELETE FROM a;",
        "*/",
        "--changeset carol:6 runOrder:first",
        "SELECT 'first';"
    };

    @Test
    void formattedSqlWhenItHasEverythingIsAMigrationForEachChangeset() {
        assertThat(files().with(options -> options.withPlaceholders(java.util.Map.of("n", "2")))
                        .file("a.sql", FORMATTED)
                        .shown())
                .isEqualTo("""
                        LIQUIBASE
                        |carol:6|a.sql::6::carol up [28:SELECT 'first'] down []
                        |alice:1|a.sql::1::alice up [7:CREATE TABLE a (id int)] down [5:DROP TABLE a]
                        |alice:2|a.sql::2::alice without transaction up [10:CREATE INDEX CONCURRENTLY i ON a (id)] down []
                        |bob b:3|a.sql::3::bob b up [12:CREATE FUNCTION f() RETURNS int AS 'SELECT 6
                        / 2' LANGUAGE sql, 15:GRANT SELECT ON a TO app] down []
                        |carol:5|a.sql::5::carol up [23:INSERT INTO a VALUES (1), (2)] down [20:DELETE FROM a]""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    master.xml  | <databaseChangeLog><!-- <include file="no.sql"/> --><include file="db/log/b.sql"/><include relativeToChangelogFile="true" file="more/list.yaml"/></databaseChangeLog>
                    master.json | {"databaseChangeLog": [{"include": {"file": "db/log/b.sql"}}, {"include": {"file": "more/list.yaml", "relativeToChangelogFile": true}}]}
                    master.yaml | databaseChangeLog:;  - include:;      file: db/log/b.sql;  - include:;      file: more/list.yaml;      relativeToChangelogFile: "true"
                    """)
    void masterListGivesTheOrder(String master, String text) {
        assertThat(files().in("classpath:db/log")
                        .file(master, text.replace(';', '\n'))
                        .file("a.sql", "SELECT 'not listed';")
                        .file("b.sql", "--liquibase formatted sql", "--changeset x:1", "SELECT 'b';")
                        .file("more/list.yaml", "databaseChangeLog:", "- includeAll:", "    path: db/log/more/all/")
                        .file("more/all/2.sql", "--liquibase formatted sql", "--changeset x:1", "SELECT 2;")
                        .file("more/all/1.sql", "SELECT 1;")
                        .shown())
                .isEqualTo("""
                        LIQUIBASE
                        |x:1|b.sql::1::x up [3:SELECT 'b'] down []
                        |includeAll:raw|more/all/1.sql::raw::includeAll up [1:SELECT 1] down []
                        |x:1|more/all/2.sql::1::x up [3:SELECT 2] down []
                        ignored: a.sql""");
    }

    @Test
    void masterListWhenItHasChangesetsOfItsOwnIsNotSql() {
        assertThat(files().file(
                                "master.xml",
                                "<databaseChangeLog>",
                                "<changeSet id=\"1\" author=\"x\"><sqlFile path=\"a.sql\"/></changeSet>",
                                "<include file=\"b.xml\" relativeToChangelogFile=\"true\"/>",
                                "</databaseChangeLog>")
                        .file("b.xml", "<databaseChangeLog><changeSet id=\"1\" author=\"x\"/></databaseChangeLog>")
                        .read()
                        .notSql())
                .containsExactly("b.xml", "master.xml");
    }

    @Test
    void listsAndChangesetsWhenTheyCannotBeReadAreNamed() {
        assertThat(files().file(
                                "master.yaml",
                                "databaseChangeLog:",
                                "  - include:",
                                "      file: elsewhere/x.sql",
                                "  - include:",
                                "      file: a.sql",
                                "  - include:",
                                "      file: b.sql")
                        .file(
                                "a.sql",
                                "--liquibase formatted sql",
                                "--changeset x:1",
                                "--precondition-table-exists tableName:t",
                                "SELECT 1;")
                        .file("b.sql", "--liquibase formatted sql", "SELECT 1;")
                        .shown())
                .isEqualTo("""
                        master.yaml, line 2: include elsewhere/x.sql is in none of the locations; add its directory to e2e.migrations.locations
                        a.sql, line 2: "--precondition-table-exists tableName:t" is not evaluated: of the preconditions, sql-check is
                        b.sql, line 2: SQL before the first --changeset""");
    }

    @Test
    void preconditionsThatAreQueriesAreEvaluatedByTheServer() {
        assertThat(files().file(
                                "a.sql",
                                "--liquibase formatted sql",
                                "--changeset x:1",
                                "--preconditions onFail:MARK_RAN onError:HALT",
                                "--precondition-sql-check expectedResult:1 SELECT count(*) FROM pg_tables WHERE tablename = 't'",
                                "--precondition-sql-check expectedResult:\"a b\" SELECT 'a b';",
                                "ALTER TABLE t ADD x int;",
                                "SELECT 2;",
                                "--changeset x:2",
                                "--preconditions onFail:HALT",
                                "--precondition-sql-check expectedResult:0 SELECT 0",
                                "SELECT 3;",
                                "--changeset x:3",
                                "--preconditions onFail:WARN",
                                "--precondition-sql-check expectedResult:0 SELECT 0",
                                "SELECT 4;")
                        .shown())
                .isEqualTo("""
                        LIQUIBASE
                        |x:1|a.sql::1::x up [6:DO $preconditions$
                        BEGIN
                        IF (SELECT count(*) FROM pg_tables WHERE tablename = 't')::text = '1' AND (SELECT 'a b')::text = 'a b' THEN
                        EXECUTE $changeset$ALTER TABLE t ADD x int$changeset$;
                        EXECUTE $changeset$SELECT 2$changeset$;
                        END IF;
                        END
                        $preconditions$] down []
                        |x:2|a.sql::2::x up [11:DO $preconditions$
                        BEGIN
                        IF (SELECT 0)::text = '0' THEN
                        EXECUTE $changeset$SELECT 3$changeset$;
                        ELSE
                        RAISE EXCEPTION 'a precondition of the changeset does not hold';
                        END IF;
                        END
                        $preconditions$] down []
                        |x:3|a.sql::3::x up [15:SELECT 4] down []""");
    }

    @Test
    void fileWhenItsFirstLineIsNotLiquibasesIsOneChangeset() {
        assertThat(files().file("list.yaml", "databaseChangeLog:", "- include:", "    file: a.sql")
                        .file("a.sql", "--changeset x:1", "SELECT 1;", "--rollback SELECT 2;", "SELECT 3;")
                        .shown())
                .isEqualTo("""
                        LIQUIBASE
                        |includeAll:raw|a.sql::raw::includeAll up [2:SELECT 1, 4:SELECT 3] down []""");
    }

    @Test
    void listsWhenNoneIsTheMasterAreNamedUntilAllButOneAreLeftOut() {
        ForeignFiles files = files().file("a.yaml", "databaseChangeLog:", "- include:", "    file: a.sql")
                .file("b.yaml", "databaseChangeLog:", "- include:", "    file: b.sql")
                .file("a.sql", "SELECT 1;")
                .file("b.sql", "SELECT 2;");

        assertThat(files.shown())
                .isEqualTo(
                        "a.yaml and b.yaml: no list includes them, so that none is the master; leave all but one out with"
                                + " e2e.migrations.leave-out");
        assertThat(files.with(options -> options.withLeaveOut("b.yaml")).shown())
                .isEqualTo("""
                LIQUIBASE
                |includeAll:raw|a.sql::raw::includeAll up [1:SELECT 1] down []
                ignored: b.sql
                left out: b.yaml""");
    }
}
