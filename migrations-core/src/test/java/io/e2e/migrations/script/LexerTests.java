package io.e2e.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'plain'",
                "'it''s; -- no comment /* nor this'",
                "''''",
                "'a backslash is plain \\'",
                "'two\nlines'",
                "E'it\\'s; escaped'",
                "e'\\\\'",
                "E'doubled '' as well'",
                "E'\\\n'",
                "U&'d\\0061t; \\+000061'",
                "u&'x'",
                "B'10'",
                "b'1;0'",
                "X'1F'",
                "x'1;F'",
                "N'national; ''quoted'''",
                "$$;$$",
                "$$ ' \" -- /* $$",
                "$body$ ; $$ ; $other$ ; $body$",
                "$a$ $$a$",
                "$a$ $b$a$",
                "$été_1$ ; $été_1$",
                "$$two\nlines$$"
            })
    void stringIsOneToken(String string) {
        assertThat(tokens(string)).containsExactly("STRING " + string);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a'\n'b;'",
                "'a' \t\r\n  'b;'",
                "'a' -- between; '\n 'b;'",
                "'a'\n-- one\n-- two\n'b;'",
                "E'a'\n'b\\';'",
                "E'a' -- between\n 'b\\';'\n'c\\''",
                "U&'a'\n'b;'",
                "'a'\r'b;'"
            })
    void continuedStringIsOneToken(String string) {
        assertThat(tokens(string)).containsExactly("STRING " + string);
    }

    @Test
    void nulIsRefusedOnItsLine() {
        assertThatThrownBy(() -> SqlScript.split("SELECT 1;\nSELECT 'a\0b';"))
                .isInstanceOf(ScriptSyntaxException.class)
                .hasMessage("line 2: the character NUL (U+0000), which the server takes for the end of the text; is the"
                        + " file UTF-16?");
    }

    @Test
    void stringsOnOneLineAreTwoTokens() {
        assertThat(tokens("E'a' 'b\\'")).containsExactly("STRING E'a'", "STRING 'b\\'");
    }

    @Test
    void stringIsNotContinuedAfterBlockComment() {
        assertThat(tokens("E'a' /*\n*/ 'b\\'")).containsExactly("STRING E'a'", "BLOCK_COMMENT /*\n*/", "STRING 'b\\'");
    }

    @Test
    void stringAtEndOfTextIsNotContinued() {
        assertThat(tokens("'a'\n")).containsExactly("STRING 'a'");
        assertThat(tokens("'a'\n-- b")).containsExactly("STRING 'a'", "LINE_COMMENT -- b");
    }

    @Test
    void prefixBelongsToStringOnlyDirectlyBeforeQuote() {
        assertThat(tokens("e 'b\\'")).containsExactly("WORD e", "STRING 'b\\'");
        assertThat(tokens("name'b\\'")).containsExactly("WORD name", "STRING 'b\\'");
        assertThat(tokens("u& 'b'")).containsExactly("WORD u", "SYMBOL &", "STRING 'b'");
        assertThat(tokens("a&'b'")).containsExactly("WORD a", "SYMBOL &", "STRING 'b'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a;b\"",
                "\"a\"\"; b\"",
                "\"it's\"",
                "\"back\\\"",
                "\"-- no comment\"",
                "U&\"d\\0061t;a\"",
                "u&\"a\"\"b\""
            })
    void quotedNameIsOneToken(String name) {
        assertThat(tokens(name)).containsExactly("QUOTED_NAME " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_a1", "a$1$", "a$$b", "straße", "名前", "a\u00a0b", "E", "Über_Größe$"})
    void wordIsOneToken(String word) {
        assertThat(tokens(word)).containsExactly("WORD " + word);
    }

    @Test
    void dollarQuoteDoesNotBeginInsideName() {
        assertThat(tokens("a$1$;a$1$")).containsExactly("WORD a$1$", "SYMBOL ;", "WORD a$1$");
    }

    @Test
    void dollarQuoteBeginsAfterNumberOrSymbol() {
        assertThat(tokens("1$$;$$")).containsExactly("NUMBER 1", "STRING $$;$$");
        assertThat(tokens("($$;$$)")).containsExactly("SYMBOL (", "STRING $$;$$", "SYMBOL )");
    }

    @Test
    void dollarWithDigitsIsParameter() {
        assertThat(tokens("$1;$23")).containsExactly("PARAMETER $1", "SYMBOL ;", "PARAMETER $23");
        assertThat(tokens("$1$$;$$")).containsExactly("PARAMETER $1", "STRING $$;$$");
    }

    @Test
    void dollarAloneIsSymbol() {
        assertThat(tokens("$a b$")).containsExactly("SYMBOL $", "WORD a", "WORD b$");
        assertThat(tokens("$")).containsExactly("SYMBOL $");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.5", "1e10", "0xFF", "1_000", "12."})
    void numberIsOneToken(String number) {
        assertThat(tokens(number)).containsExactly("NUMBER " + number);
    }

    @Test
    void lineCommentEndsWithLine() {
        assertThat(tokens("a -- b ; '\nc")).containsExactly("WORD a", "LINE_COMMENT -- b ; '", "WORD c");
        assertThat(tokens("a -- b\r\nc")).containsExactly("WORD a", "LINE_COMMENT -- b", "WORD c");
        assertThat(tokens("a -- b\rc")).containsExactly("WORD a", "LINE_COMMENT -- b", "WORD c");
        assertThat(tokens("--")).containsExactly("LINE_COMMENT --");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/**/",
                "/***/",
                "/* ; ' \" $$ */",
                "/* outer /* inner; */ still outer; */",
                "/*/ ; */",
                "/*/*/ ; */ ; */",
                "/* **/",
                "/* -- */",
                "/* two\nlines */"
            })
    void blockCommentIsOneToken(String comment) {
        assertThat(tokens(comment + "a")).containsExactly("BLOCK_COMMENT " + comment, "WORD a");
    }

    @Test
    void commentEndsOperator() {
        assertThat(tokens("+--x\n+/*y*/-"))
                .containsExactly("SYMBOL +", "LINE_COMMENT --x", "SYMBOL +", "BLOCK_COMMENT /*y*/", "SYMBOL -");
    }

    @Test
    void byteOrderMarkIsSkippedOnlyAtStart() {
        assertThat(tokens("\uFEFFa")).containsExactly("WORD a");
        assertThat(tokens("a \uFEFFb")).containsExactly("WORD a", "WORD \uFEFFb");
    }

    @Test
    void lineCountsEachLineEndOnce() {
        assertThat(lines("a\nb\r\nc\rd\n\ne", 1)).containsExactly(1, 2, 3, 4, 6);
    }

    @Test
    void lineCountsLinesInsideTokens() {
        assertThat(lines("'x\ny' /*\n*/ $$\n\n$$ a", 10)).containsExactly(10, 11, 12, 14);
    }

    @Test
    void isWordFoldsOnlyAscii() {
        assertThat(first("Index").isWord("INDEX")).isTrue();
        assertThat(first("ındex").isWord("INDEX")).isFalse();
        assertThat(first("\"INDEX\"").isWord("INDEX")).isFalse();
        assertThat(first("indexes").isWord("INDEX")).isFalse();
        assertThat(first("straße").image()).isEqualTo("STRAßE");
    }

    @Test
    void isAtLineStartWhenNothingPrecedesToken() {
        assertThat(first("--a").isAtLineStart()).isTrue();
        assertThat(first("\uFEFF--a").isAtLineStart()).isTrue();
        assertThat(first("\r\n--a").isAtLineStart()).isTrue();
        assertThat(first(" --a").isAtLineStart()).isFalse();
    }

    private static Lexer first(String text) {
        Lexer lexer = new Lexer(text, 1);
        assertThat(lexer.next()).isTrue();
        return lexer;
    }

    private static List<Integer> lines(String text, int firstLine) {
        List<Integer> lines = new ArrayList<>();
        Lexer lexer = new Lexer(text, firstLine);
        while (lexer.next()) {
            lines.add(lexer.line());
        }
        return lines;
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Lexer lexer = new Lexer(text, 1);
        while (lexer.next()) {
            tokens.add(lexer.kind() + " " + text.substring(lexer.start(), lexer.end()));
        }
        return tokens;
    }
}
