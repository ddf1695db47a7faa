package io.e2e.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestingTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
                "create or replace function f() returns int begin atomic select 1; end",
                "CREATE PROCEDURE p() BEGIN ATOMIC DELETE FROM a; DELETE FROM b; END",
                "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC DELETE FROM a; END",
                "CREATE /* or */ FUNCTION f() -- begin\n RETURNS int BEGIN -- now\n ATOMIC SELECT 1; END",
                "CREATE FUNCTION f() BEGIN ATOMIC END",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN CASE b WHEN 1 THEN 2 END END; SELECT 1; END",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT (CASE WHEN a THEN b END); SELECT 1; END",
                "CREATE FUNCTION f() BEGIN ATOMIC BEGIN SELECT 1; END; BEGIN ATOMIC SELECT 2; END; SELECT 3; END",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT s.end, s.begin, s.case FROM shifts s; SELECT 1; END",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT a AS end, b AS begin; SELECT 1; END",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT begin FROM shifts; SELECT 1; END",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 end, 2 case; SELECT CASE 1 WHEN 1 THEN 2 END end; END",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT end end FROM \"end\" end; END",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT 'END', \"end\", $$end$$; SELECT 1; END",
                "CREATE FUNCTION f(begin int) RETURNS TABLE (\"end\" int) BEGIN ATOMIC SELECT 1; END"
            })
    void beginAtomicBodyIsPartOfStatement(String statement) {
        assertThat(SqlScript.split(statement + "; SELECT 'next';"))
                .extracting(SqlStatement::text)
                .containsExactly(statement, "SELECT 'next'");
    }

    @Test
    void beginWithoutAtomicOpensNoBody() {
        assertThat(SqlScript.split("CREATE FUNCTION app.begin() RETURNS int RETURN 1; SELECT 1; END"))
                .extracting(SqlStatement::text)
                .containsExactly("CREATE FUNCTION app.begin() RETURNS int RETURN 1", "SELECT 1", "END");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN ATOMIC",
                "CREATE TABLE t BEGIN ATOMIC",
                "CREATE OR TABLE FUNCTION BEGIN ATOMIC",
                "CREATE OR REPLACE VIEW FUNCTION BEGIN ATOMIC",
                "\"CREATE\" FUNCTION f() BEGIN ATOMIC",
                "CREATE \"FUNCTION\" f() BEGIN ATOMIC",
                "COMMENT ON FUNCTION f() IS 'x' BEGIN ATOMIC"
            })
    void beginAtomicOutsideFunctionsAndProceduresOpensNoBody(String statement) {
        assertThat(SqlScript.split(statement + "; SELECT 1"))
                .extracting(SqlStatement::text)
                .containsExactly(statement, "SELECT 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t TO STDOUT",
                "COPY t FROM '/data/stdin'",
                "COPY (SELECT a FROM stdin) TO '/data/rows'",
                "SELECT a FROM stdin",
                "INSERT INTO copy SELECT a FROM stdin"
            })
    void copyWhenNotFromStdinIsAccepted(String statement) {
        assertThat(SqlScript.split(statement)).extracting(SqlStatement::text).containsExactly(statement);
    }
}
