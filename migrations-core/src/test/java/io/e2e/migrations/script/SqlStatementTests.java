package io.e2e.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "begin isolation level serializable",
                "START TRANSACTION",
                "COMMIT",
                "Commit AND CHAIN",
                "END",
                "ROLLBACK",
                "ROLLBACK TO SAVEPOINT a",
                "ABORT",
                "SAVEPOINT a",
                "RELEASE SAVEPOINT a",
                "RELEASE a",
                "PREPARE TRANSACTION 'a'",
                "COMMIT PREPARED 'a'",
                "/* x */ BEGIN",
                "SELECT 1; COMMIT",
                "SELECT 1; /* x */ COMMIT; SELECT 2;"
            })
    void isTransactionControlWhenStatementControlsTransaction(String text) {
        assertThat(new SqlStatement(text, 1).isTransactionControl()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'BEGIN; COMMIT'",
                "SELECT 1 /* ; COMMIT */",
                "SELECT 1 -- ; COMMIT",
                "\"begin\"",
                "PREPARE transaction AS SELECT 1",
                "PREPARE a AS SELECT 1",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END",
                "DO $$ BEGIN COMMIT; END $$",
                "CREATE TABLE begin (a int)",
                "SET TRANSACTION READ ONLY",
                "LOCK TABLE a"
            })
    void isTransactionControlWhenStatementDoesNotIsFalse(String text) {
        assertThat(new SqlStatement(text, 1).isTransactionControl()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM",
                "vacuum (analyze) t",
                "CREATE INDEX CONCURRENTLY i ON t (a)",
                "create unique index concurrently on t (a)",
                "CREATE INDEX /* b */ CONCURRENTLY -- c\n IF NOT EXISTS i ON t (a)",
                "DROP INDEX CONCURRENTLY IF EXISTS i",
                "REINDEX TABLE CONCURRENTLY t",
                "REINDEX (CONCURRENTLY) INDEX i",
                "REINDEX (VERBOSE, CONCURRENTLY on, TABLESPACE x) INDEX i",
                "REINDEX SCHEMA s",
                "REINDEX (VERBOSE) DATABASE d",
                "REINDEX SYSTEM d",
                "CREATE DATABASE d",
                "DROP DATABASE IF EXISTS d",
                "CREATE TABLESPACE x LOCATION '/x'",
                "DROP TABLESPACE x",
                "ALTER SYSTEM SET work_mem = '4MB'",
                "ALTER DATABASE d SET TABLESPACE x",
                "ALTER TABLE t DETACH PARTITION s.p CONCURRENTLY",
                "ALTER TABLE IF EXISTS ONLY t DETACH PARTITION p CONCURRENTLY",
                "CLUSTER",
                "CLUSTER VERBOSE",
                "CLUSTER (VERBOSE)",
                "DISCARD ALL",
                "SELECT 1; VACUUM; SELECT 2;"
            })
    void refusesTransactionWhenServerAlwaysRefuses(String text) {
        assertThat(new SqlStatement(text, 1).refusesTransaction()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t (a)",
                "CREATE INDEX \"concurrently\" ON t (a)",
                "CREATE UNIQUE INDEX i ON t (concurrently)",
                "DROP INDEX i",
                "COMMENT ON TABLE t IS 'CREATE INDEX CONCURRENTLY'",
                "SELECT 'VACUUM' /* VACUUM */ -- VACUUM",
                "DO $$ BEGIN VACUUM; END $$",
                "CREATE TABLE vacuum (a int)",
                "REINDEX TABLE t",
                "REINDEX (CONCURRENTLY false) TABLE t",
                "REINDEX (CONCURRENTLY 0, VERBOSE) TABLE t",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "ALTER TYPE e ADD VALUE 'x'",
                "ALTER DATABASE d SET work_mem = '4MB'",
                "ALTER DATABASE d RENAME TO set",
                "ALTER TABLE t DETACH PARTITION p",
                "ALTER TABLE t DETACH PARTITION p FINALIZE",
                "ALTER TABLE t ADD COLUMN detach concurrently",
                "CLUSTER t",
                "CLUSTER VERBOSE t USING i",
                "CLUSTER (VERBOSE) t USING i",
                "DISCARD PLANS",
                "DROP TABLE database",
                "ANALYZE t",
                "TRUNCATE t"
            })
    void refusesTransactionWhenServerMayAcceptIsFalse(String text) {
        assertThat(new SqlStatement(text, 1).refusesTransaction()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REINDEX",
                "REINDEX TABLE",
                "ALTER",
                "ALTER TABLE",
                "CREATE",
                "CREATE UNIQUE",
                "DROP INDEX",
                "PREPARE"
            })
    void fragmentIsLeftToServer(String text) {
        SqlStatement statement = new SqlStatement(text, 1);
        assertThat(statement.isTransactionControl()).isFalse();
        assertThat(statement.refusesTransaction()).isFalse();
    }

    @Test
    void driverTextJoinsEscapeStringsAndKeepsLines() {
        assertThat(new SqlStatement("SELECT e'a\\'' -- one\n  'b\\';c'\n\n'd', E'\\\\', 'x\\'\n'y'", 1).driverText())
                .isEqualTo("SELECT E'a\\'b\\';cd' -- one\n  \n\n, E'\\\\', 'x\\'\n'y'");
        assertThat(new SqlStatement("SELECT 'a'\n'b', E'c'\n'd'", 1).driverText())
                .isEqualTo("SELECT 'a'\n'b', E'c'\n'd'");
    }

    @Test
    void blankTextIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SqlStatement(" \n", 1))
                .withMessage("a statement has no text");
    }

    @Test
    void lineBelowOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SqlStatement("SELECT 1", 0))
                .withMessage("lines are counted from 1: 0");
    }

    @Test
    void partsWhenBlockIsNotClosedFailsWithLine() {
        assertThatExceptionOfType(ScriptSyntaxException.class)
                .isThrownBy(() -> new SqlStatement("SELECT 1;\nSELECT 1, (2", 7).isTransactionControl())
                .withMessage("line 8: the parenthesis that opens here is not closed");
    }

    @Test
    void partsSplitsBlockOfSeveralStatements() {
        SqlStatement single = new SqlStatement("SELECT 1", 3);
        SqlStatement withSemicolon = new SqlStatement("SELECT ';'", 3);

        assertThat(single.parts()).containsExactly(single);
        assertThat(withSemicolon.parts()).containsExactly(withSemicolon);
        assertThat(new SqlStatement("SELECT 1;\nSELECT 2", 3).parts())
                .containsExactly(single, new SqlStatement("SELECT 2", 4));
    }
}
