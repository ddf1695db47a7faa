package io.e2e.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationScriptTests {

    @Test
    void fileWithoutAnnotationsIsUpAndTransactional() {
        assertThat(MigrationScript.parse("-- name: a\n\nSELECT 1;\nSELECT 2;"))
                .isEqualTo(new MigrationScript(
                        List.of(new SqlStatement("SELECT 1", 3), new SqlStatement("SELECT 2", 4)), List.of(), true));
    }

    @Test
    void fileHasStatementsOfUpAndDown() {
        assertThat(MigrationScript.parse(
                        "-- name: a\n-- +goose Up\nSELECT 1;\nSELECT 2;\n-- +goose Down\nSELECT 3;\n-- end"))
                .isEqualTo(new MigrationScript(
                        List.of(new SqlStatement("SELECT 1", 3), new SqlStatement("SELECT 2", 4)),
                        List.of(new SqlStatement("SELECT 3", 6)),
                        true));
    }

    @Test
    void downWhenMissingIsEmpty() {
        assertThat(MigrationScript.parse("-- +goose Up\nSELECT 1;").down()).isEmpty();
    }

    @Test
    void emptyFileHasNoStatements() {
        assertThat(MigrationScript.parse("")).isEqualTo(new MigrationScript(List.of(), List.of(), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-- +goose Down", "--+goose Down", "-- +goose down", "--\t +goose  DOWN \t", "-- +gooseDown"})
    void annotationMayHaveOtherSpacingAndCase(String down) {
        assertThat(MigrationScript.parse("-- +goose Up\nSELECT 1;\n" + down + "\nSELECT 2;")
                        .down())
                .containsExactly(new SqlStatement("SELECT 2", 4));
    }

    @Test
    void fileMayHaveWindowsLineEndsAndByteOrderMark() {
        String text = """
                -- +goose Up
                SELECT 1;
                -- +goose StatementBegin
                SELECT
                2;
                -- +goose StatementEnd
                -- +goose Down
                SELECT 3;
                """;
        assertThat(MigrationScript.parse("\uFEFF" + text.replace("\n", "\r\n")))
                .isEqualTo(new MigrationScript(
                        List.of(new SqlStatement("SELECT 1", 2), new SqlStatement("SELECT\r\n2", 4)),
                        List.of(new SqlStatement("SELECT 3", 8)),
                        true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;",
                "-- +goose Up\n-- +goose no transaction\nVACUUM;",
                "-- +goose NO TRANSACTION\nVACUUM;",
                "-- +goose Up\n-- +goose Down\n-- +goose NO TRANSACTION\nVACUUM;"
            })
    void noTransactionAppliesToWholeFile(String text) {
        assertThat(MigrationScript.parse(text).transactional()).isFalse();
    }

    @Test
    void blockWithOneStatementIsThatStatement() {
        assertThat(MigrationScript.parse(
                                "-- +goose Up\n-- +goose StatementBegin\n-- why\nDO $$ BEGIN; END $$; -- done\n"
                                        + "-- +goose StatementEnd\nSELECT 1;")
                        .up())
                .containsExactly(new SqlStatement("DO $$ BEGIN; END $$", 4), new SqlStatement("SELECT 1", 6));
    }

    @Test
    void blockWithSeveralStatementsIsOneText() {
        assertThat(MigrationScript.parse(
                                "-- +goose Up\n-- +goose StatementBegin\n-- why\n;SELECT 1;\n-- and\nSELECT 2; -- x\n"
                                        + "-- +goose StatementEnd\nSELECT 3;")
                        .up())
                .containsExactly(new SqlStatement("SELECT 1;\n-- and\nSELECT 2;", 4), new SqlStatement("SELECT 3", 8));
    }

    @Test
    void blockNeedsNoSemicolon() {
        assertThat(MigrationScript.parse("-- +goose StatementBegin\nSELECT 1\n-- +goose StatementEnd\n"
                                + "-- +goose StatementBegin\nSELECT 2;\nSELECT 3\n-- +goose StatementEnd")
                        .up())
                .containsExactly(new SqlStatement("SELECT 1", 2), new SqlStatement("SELECT 2;\nSELECT 3", 5));
    }

    @Test
    void emptyBlockIsNoStatement() {
        assertThat(MigrationScript.parse(
                                "-- +goose Up\n-- +goose StatementBegin\n-- nothing\n;\n-- +goose StatementEnd\n")
                        .up())
                .isEmpty();
    }

    @Test
    void blockMayBeInDown() {
        assertThat(MigrationScript.parse("-- +goose Up\n-- +goose Down\n-- +goose StatementBegin\nSELECT 1;\n"
                                + "-- +goose StatementEnd\nSELECT 2;")
                        .down())
                .containsExactly(new SqlStatement("SELECT 1", 4), new SqlStatement("SELECT 2", 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '\n-- +goose Down\n'",
                "SELECT \"\n-- +goose Down\n\"",
                "SELECT $$\n-- +goose Down\n$$",
                "SELECT /*\n-- +goose Down\n*/ 1",
                "SELECT E'\\'\n-- +goose StatementEnd\n'"
            })
    void annotationMustBeLineComment(String statement) {
        assertThat(MigrationScript.parse("-- +goose Up\n" + statement + ";\nSELECT 1;"))
                .isEqualTo(new MigrationScript(
                        List.of(new SqlStatement(statement, 2), new SqlStatement("SELECT 1", 5)), List.of(), true));
    }

    @Test
    void functionBodyNeedsNoBlock() {
        assertThat(MigrationScript.parse("-- +goose Up\nDO $$ BEGIN; END $$;\nSELECT 1;")
                        .up())
                .hasSize(2);
    }

    @Test
    void statementsAreCopied() {
        List<SqlStatement> statements = new ArrayList<>(List.of(new SqlStatement("SELECT 1", 1)));
        MigrationScript script = new MigrationScript(statements, statements, true);
        statements.clear();
        assertThat(script.up()).hasSize(1);
        assertThat(script.down()).hasSize(1);
    }

    @Test
    void unknownAnnotationIsRefused() {
        String known = " is unknown; the annotations are Up, Down, StatementBegin, StatementEnd and NO TRANSACTION";
        assertThat(failure("-- +goose Up\nSELECT 1;\n-- +goose Dwn\n")).isEqualTo("line 3: \"-- +goose Dwn\"" + known);
        assertThat(failure("-- +goose Up (tables)\n")).isEqualTo("line 1: \"-- +goose Up (tables)\"" + known);
        assertThat(failure("-- +goose\n")).isEqualTo("line 1: \"-- +goose\"" + known);
    }

    @Test
    void envsubIsRefused() {
        assertThat(failure("-- +goose ENVSUB ON\n-- +goose Up\nSELECT '${HOME}';"))
                .isEqualTo("line 1: \"-- +goose ENVSUB ON\" is not supported: environment variables are never "
                        + "inserted into SQL; declare an input in the header instead, with \"-- input: \"");
        assertThat(failure("-- +goose envsub off")).startsWith("line 1: \"-- +goose envsub off\" is not supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {" -- +goose Down", "\t-- +goose Down", "SELECT 2; -- +goose Down", "/**/-- +goose Down"})
    void annotationNotAtLineStartIsRefused(String line) {
        assertThat(failure("-- +goose Up\nSELECT 1;\n" + line))
                .isEqualTo("line 3: \"-- +goose Down\" must be at the very start of its line, "
                        + "because goose looks for it there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- see +goose Down", "-- -- +goose Down", "-- +GOOSE Down", "--- +goose Down"})
    void commentThatGooseWouldRefuseIsRefused(String comment) {
        assertThat(failure("-- +goose Up\nSELECT 1;\n" + comment + "\n"))
                .isEqualTo("line 3: a comment mentions +goose but is not an annotation; goose would refuse it, "
                        + "so reword it");
    }

    @Test
    void secondUpOrDownIsRefused() {
        assertThat(failure("-- +goose Up\n\n-- +goose Up\n"))
                .isEqualTo("line 3: a second \"-- +goose Up\"; the first is on line 1");
        assertThat(failure("-- +goose Up\n-- +goose Down\n-- +goose Up\n"))
                .isEqualTo("line 3: a second \"-- +goose Up\"; the first is on line 1");
        assertThat(failure("-- +goose Up\n-- +goose Down\nSELECT 1;\n-- +goose Down\n"))
                .isEqualTo("line 4: a second \"-- +goose Down\"; the first is on line 2");
    }

    @Test
    void downBeforeUpIsRefused() {
        String message = "\"-- +goose Down\" without a \"-- +goose Up\" before it";
        assertThat(failure("-- a\n-- +goose Down\nSELECT 1;\n-- +goose Up\n")).isEqualTo("line 2: " + message);
        assertThat(failure("SELECT 1;\n-- +goose Down\n")).isEqualTo("line 2: " + message);
    }

    @Test
    void sqlBeforeUpIsRefused() {
        assertThat(failure("-- a\nSELECT 1;\nSELECT 2;\n-- +goose Up\n"))
                .isEqualTo("line 2: SQL before the \"-- +goose Up\" of line 4");
    }

    @Test
    void unpairedBlockIsRefused() {
        assertThat(failure("-- +goose Up\nSELECT 1;\n-- +goose StatementEnd\n"))
                .isEqualTo("line 3: \"-- +goose StatementEnd\" without a \"-- +goose StatementBegin\" before it");
        assertThat(failure("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n"))
                .isEqualTo("line 2: \"-- +goose StatementBegin\" has no \"-- +goose StatementEnd\"");
        assertThat(failure("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementBegin\n"))
                .isEqualTo("line 4: \"-- +goose StatementBegin\" inside the \"-- +goose StatementBegin\" of line 2, "
                        + "which has no \"-- +goose StatementEnd\" yet");
        assertThat(failure("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose Down\n"))
                .isEqualTo("line 4: \"-- +goose Down\" inside the \"-- +goose StatementBegin\" of line 2, "
                        + "which has no \"-- +goose StatementEnd\" yet");
    }

    @Test
    void noTransactionAfterStatementIsRefused() {
        assertThat(failure("-- +goose Up\nSELECT 1;\n-- +goose NO TRANSACTION\n"))
                .isEqualTo("line 3: \"-- +goose NO TRANSACTION\" applies to the whole file and must come before the "
                        + "first statement, which is on line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Down", "StatementBegin", "NO TRANSACTION"})
    void statementWithoutSemicolonBeforeAnnotationIsRefused(String annotation) {
        assertThat(failure("-- +goose Up\nSELECT\n1\n-- +goose " + annotation + "\nSELECT 2;"))
                .isEqualTo("line 2: the statement that begins here has no semicolon before \"-- +goose " + annotation
                        + "\" on line 4");
    }

    @Test
    void unclosedTextBeforeAnnotationIsReported() {
        assertThat(failure("-- +goose Up\nCREATE TABLE a\n(b int;\n-- +goose Down\n"))
                .isEqualTo("line 3: the parenthesis that opens here is not closed");
        assertThat(failure("-- +goose StatementBegin\nCREATE TABLE a\n(b int;\n-- +goose StatementEnd\n"))
                .isEqualTo("line 3: the parenthesis that opens here is not closed");
        assertThat(failure("-- +goose Up\nCREATE FUNCTION f()\nBEGIN ATOMIC SELECT 1;\n-- +goose Down\n"))
                .isEqualTo("line 3: the BEGIN ATOMIC body that begins here is not closed; it ends with END");
        assertThat(failure("-- +goose Up\nDO $x$\n-- +goose Down\n"))
                .isEqualTo("line 2: the dollar quote that begins here is not closed; it ends with another $x$");
    }

    private static String failure(String text) {
        ScriptSyntaxException error =
                catchThrowableOfType(ScriptSyntaxException.class, () -> MigrationScript.parse(text));
        return String.valueOf(error.getMessage());
    }
}
