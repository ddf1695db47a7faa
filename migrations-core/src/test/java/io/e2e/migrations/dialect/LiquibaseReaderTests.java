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
                                "--preconditions onFail:MARK_RAN",
                                "SELECT 1;")
                        .file("b.sql", "--liquibase formatted sql", "SELECT 1;")
                        .shown())
                .isEqualTo("""
                        master.yaml, line 2: include elsewhere/x.sql is in none of the locations; add its directory to e2e.migrations.locations
                        a.sql, line 3: "--preconditions onFail:MARK_RAN" is not evaluated: preconditions ask the database, which only Liquibase does; remove it if it holds for an empty database
                        b.sql, line 2: SQL before the first --changeset""");
    }
}
