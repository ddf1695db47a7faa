package io.e2e.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTests {

    @Test
    void splitEndsStatementsAtSemicolons() {
        assertThat(SqlScript.split("SELECT 1;\n\nSELECT\n2 ; SELECT 3;"))
                .containsExactly(
                        new SqlStatement("SELECT 1", 1),
                        new SqlStatement("SELECT\n2", 3),
                        new SqlStatement("SELECT 3", 4));
    }

    @Test
    void splitCountsLinesFromFirstLine() {
        assertThat(SqlScript.split("SELECT 1;\nSELECT 2", 40))
                .containsExactly(new SqlStatement("SELECT 1", 40), new SqlStatement("SELECT 2", 41));
    }

    @Test
    void splitWhenFirstLineIsBelowOneFails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlScript.split("SELECT 1", 0))
                .withMessage("lines are counted from 1: 0");
    }

    @Test
    void splitWhenLastStatementHasNoSemicolonReturnsIt() {
        assertThat(texts("SELECT 1; SELECT 2 \n")).containsExactly("SELECT 1", "SELECT 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " \t\f\r\n", ";", ";;\n ; ", "-- only a comment", "/* ; */ -- ;\n;", "\uFEFF", "\uFEFF;"})
    void splitWhenTextHasNoStatementReturnsNone(String sql) {
        assertThat(SqlScript.split(sql)).isEmpty();
    }

    @Test
    void splitOmitsCommentsAroundStatements() {
        assertThat(SqlScript.split("-- before\n/* before */ SELECT -- inside\n 1 /* after */ -- after\n;"))
                .containsExactly(new SqlStatement("SELECT -- inside\n 1", 2));
    }

    @Test
    void splitKeepsLineEnds() {
        assertThat(SqlScript.split("\uFEFF-- x\r\nSELECT\r\n 1;\r\n\r\nSELECT 2;\r\n"))
                .containsExactly(new SqlStatement("SELECT\r\n 1", 2), new SqlStatement("SELECT 2", 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a;b'",
                "SELECT E'a\\';b'",
                "SELECT E'a'\n  'b\\';c'",
                "SELECT \"a;b\"",
                "SELECT $$a;b$$",
                "SELECT $a$;$$;$a$",
                "SELECT 1 /* ; /* ; */ ; */ + 1",
                "SELECT 1 -- ;\n + 1",
                "CREATE RULE r AS ON INSERT TO a DO ALSO (DELETE FROM b; DELETE FROM c;)",
                "DO $do$ BEGIN PERFORM 1; END; $do$",
                "CREATE FUNCTION f() RETURNS void AS 'BEGIN PERFORM 1; END;' LANGUAGE plpgsql"
            })
    void splitIgnoresSemicolonInsideStatement(String statement) {
        assertThat(texts(statement + ";SELECT 2;")).containsExactly(statement, "SELECT 2");
    }

    @Test
    void splitIgnoresUnmatchedClosingParenthesis() {
        assertThat(texts("SELECT 1); SELECT (2); SELECT 3")).containsExactly("SELECT 1)", "SELECT (2)", "SELECT 3");
    }

    @Test
    void splitIgnoresAnnotationsOfGoose() {
        assertThat(texts("-- +goose Down\nSELECT 1;\n-- +goose Nonsense\nSELECT 2;"))
                .containsExactly("SELECT 1", "SELECT 2");
    }

    @Test
    void splitWhenTextIsDeeplyNestedNeedsNoStack() {
        int depth = 1_000_000;
        String parentheses = "SELECT " + "(".repeat(depth) + ")".repeat(depth);
        String comments = "/*".repeat(depth) + "*/".repeat(depth);
        assertThat(SqlScript.split(parentheses + ";" + comments)).containsExactly(new SqlStatement(parentheses, 1));
    }

    @Test
    void splitReadsLargeFile() {
        int rows = 100_000;
        String row = "INSERT INTO audit_events VALUES (1, 'it''s', E'\\'', $$;$$); -- one of many; many\n";
        List<SqlStatement> statements = SqlScript.split(row.repeat(rows));
        assertThat(statements).hasSize(rows);
        assertThat(statements.get(rows - 1).line()).isEqualTo(rows);
    }

    private static List<String> texts(String sql) {
        return SqlScript.split(sql).stream().map(SqlStatement::text).toList();
    }
}
