package io.e2e.migrations.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.script.ScriptSyntaxException;
import io.e2e.migrations.script.SqlScript;
import io.e2e.migrations.script.SqlStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random texts made of the pieces that matter to lexer, annotations and header: an error is always one of ours. */
class ScriptFuzzTests {

    private static final List<String> PIECES = List.of(
            "'",
            "''",
            "E'",
            "e'\\",
            "U&'",
            "U&\"",
            "\"",
            "$$",
            "$a$",
            "$ä1$",
            "$1",
            "--",
            "/*",
            "*/",
            "\\",
            "\\connect",
            ";",
            "(",
            ")",
            "\n",
            "\r",
            "\r\n",
            " ",
            "\t",
            "\f",
            "\0",
            "\uFEFF",
            "ä",
            "\uD83D",
            "\uDC18",
            "🐘",
            "1e5",
            "0xF",
            "BEGIN",
            "ATOMIC",
            "END",
            "CASE",
            "CREATE",
            "FUNCTION",
            "PROCEDURE",
            "OR",
            "REPLACE",
            "RULE",
            "COPY",
            "FROM",
            "STDIN",
            "COMMIT",
            "-- +goose Up\n",
            "-- +goose Down\n",
            "-- +goose StatementBegin\n",
            "-- +goose StatementEnd\n",
            "-- +goose NO TRANSACTION\n",
            "-- +goose",
            "-- name: a\n",
            "-- description: b\n",
            "-- creates: table a\n",
            "-- alters: table a (b)\n",
            "-- creates:",
            "-- requires: ",
            "-- input: x\n",
            "-- repeatable: yes\n",
            "table ",
            "index i on t",
            ",",
            ":",
            "*",
            "####",
            "UESCAPE '!'",
            "0");

    @TempDir
    private Path directory;

    @Test
    void textsAreReadOrRefusedInWords() throws IOException {
        readTexts(2_000, 50);
    }

    @Tag("night")
    @Test
    void manyTextsAreReadOrRefusedInWords() throws IOException {
        readTexts(500_000, 2_000);
    }

    private void readTexts(int texts, int catalogs) throws IOException {
        long seed = Long.getLong("night.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < texts; i++) {
            String text = text(random);
            assertThatCode(() -> {
                        try {
                            check(MigrationScript.parse(text));
                        } catch (ScriptSyntaxException ex) {
                            assertThat(ex.line()).isBetween(1, text.length() + 1);
                        }
                    })
                    .as("-Dnight.seed=%d, text %d: %s", seed, i, text)
                    .doesNotThrowAnyException();
            if (i < catalogs) {
                Files.writeString(
                        this.directory.resolve("001_a.sql"),
                        text.replace("\uD83D", "").replace("\uDC18", ""));
                assertThatCode(this::load)
                        .as("-Dnight.seed=%d, file %d: %s", seed, i, text)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** What is sent has no more statements than what was written. */
    private static void check(MigrationScript script) {
        for (SqlStatement statement : script.up()) {
            // After a blank, a byte order mark is a word, as it is inside of the file.
            assertThat(SqlScript.split(" " + statement.driverText())).hasSameSizeAs(statement.parts());
            statement.isTransactionControl();
            statement.refusesTransaction();
        }
    }

    private void load() {
        try {
            MigrationCatalog.load(List.of("file:" + this.directory), null);
        } catch (InvalidCatalogException ex) {
            assertThat(ex.problems()).isNotEmpty();
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "-- name: a\n-- description: b\n" : "");
        for (int i = random.nextInt(30); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextInt(3) == 0 ? "" : " ");
        }
        return text.toString();
    }
}
