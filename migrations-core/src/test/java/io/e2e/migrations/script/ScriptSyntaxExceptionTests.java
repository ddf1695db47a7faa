package io.e2e.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ScriptSyntaxExceptionTests {

    @Test
    void exceptionHasLineAndProblem() {
        ScriptSyntaxException error =
                catchThrowableOfType(ScriptSyntaxException.class, () -> SqlScript.split("SELECT 1;\nSELECT (2;"));
        assertThat(error.line()).isEqualTo(2);
        assertThat(error.problem()).isEqualTo("the parenthesis that opens here is not closed");
        assertThat(error).hasMessage("line 2: the parenthesis that opens here is not closed");
    }

    @Test
    void unclosedStringIsReportedWhereItBegins() {
        String message = "the string that begins here is not closed; it ends with ' (a quote inside it is doubled)";
        assertThat(failure("SELECT 1;\nSELECT 'it''s;\nSELECT 2;\n")).isEqualTo("line 2: " + message);
        assertThat(failure("SELECT E'a\\';\n")).isEqualTo("line 1: " + message);
        assertThat(failure("SELECT E'a\\")).isEqualTo("line 1: " + message);
        assertThat(failure("SELECT\nE'a'\n'b")).isEqualTo("line 2: " + message);
        assertThat(failure("\n\nSELECT U&'a;")).isEqualTo("line 3: " + message);
    }

    @Test
    void unclosedNameIsReportedWhereItBegins() {
        String message = "the quoted name that begins here is not closed; it ends with \"";
        assertThat(failure("SELECT 1\nAS \"a\"\"b;\n")).isEqualTo("line 2: " + message);
        assertThat(failure("SELECT 1\r\nAS U&\"a;\n")).isEqualTo("line 2: " + message);
    }

    @Test
    void unclosedDollarQuoteIsReportedWhereItBegins() {
        assertThat(failure("-- x\nDO $body$\nBEGIN\n$$;\n$Body$;\n"))
                .isEqualTo("line 2: the dollar quote that begins here is not closed; it ends with another $body$");
        assertThat(failure("SELECT 1;\n\nSELECT $$ ;"))
                .isEqualTo("line 3: the dollar quote that begins here is not closed; it ends with another $$");
    }

    @Test
    void unclosedCommentIsReportedWhereItBegins() {
        String message = "the comment that begins here is not closed; comments nest, so each /* needs its own */";
        assertThat(failure("SELECT 1;\n/* a /* b */\nSELECT 2;")).isEqualTo("line 2: " + message);
        assertThat(failure("/*/")).isEqualTo("line 1: " + message);
        assertThat(failure("/*")).isEqualTo("line 1: " + message);
    }

    @Test
    void unclosedBodyIsReportedWhereItBegins() {
        assertThat(failure("CREATE FUNCTION f() RETURNS int\nBEGIN\nATOMIC\nSELECT CASE WHEN a THEN b END;\n"))
                .isEqualTo("line 2: the BEGIN ATOMIC body that begins here is not closed; it ends with END");
    }

    @Test
    void unclosedParenthesisIsReportedWhereItOpens() {
        String message = "the parenthesis that opens here is not closed";
        assertThat(failure("CREATE TABLE a\n(b int,\nc numeric(3,2);\nSELECT (1);"))
                .isEqualTo("line 2: " + message);
        assertThat(failure("CREATE FUNCTION f() BEGIN ATOMIC\nSELECT (1; END;")).isEqualTo("line 2: " + message);
    }

    @Test
    void psqlCommandIsRefused() {
        String message = " is a psql command, which the server does not understand";
        assertThat(failure("SELECT 1;\n\\i other.sql\n")).isEqualTo("line 2: \\i" + message);
        assertThat(failure("\\connect other")).isEqualTo("line 1: \\connect" + message);
        assertThat(failure("SELECT 1\n\\gexec")).isEqualTo("line 2: \\gexec" + message);
        assertThat(failure("SELECT 1 \\; SELECT 2;")).isEqualTo("line 1: \\;" + message);
        assertThat(failure("\\" + "x".repeat(1000))).isEqualTo("line 1: \\" + "x".repeat(19) + message);
    }

    @Test
    void copyFromStdinIsRefused() {
        String message = "only psql can read the rows of COPY ... FROM STDIN; write INSERT instead";
        assertThat(failure("COPY t (a, b)\nFROM stdin;\n1\t'x\n\\.\n")).isEqualTo("line 2: " + message);
        assertThat(failure("copy t from stdin with (format csv);\n1,2\n")).isEqualTo("line 1: " + message);
    }

    @Test
    void lineIsCountedFromFirstLine() {
        assertThat(catchThrowableOfType(ScriptSyntaxException.class, () -> SqlScript.split("\n'", 10))
                        .line())
                .isEqualTo(11);
    }

    private static String failure(String sql) {
        ScriptSyntaxException error = catchThrowableOfType(ScriptSyntaxException.class, () -> SqlScript.split(sql));
        return String.valueOf(error.getMessage());
    }
}
