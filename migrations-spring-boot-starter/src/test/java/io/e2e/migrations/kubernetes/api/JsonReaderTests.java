package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTests {

    @Test
    void readGivesEveryKindOfValue() {
        assertThat(JsonReader.read(
                        " {\"a\" : [ 1 , -2.5e3, 9007199254740993, true, false, null, {} , [ ] ]\t,\n\"b\":\"\"} "))
                .isEqualTo(Map.of(
                        "a",
                        Arrays.asList(
                                1,
                                new BigDecimal("-2.5e3"),
                                new BigDecimal("9007199254740993"),
                                true,
                                false,
                                null,
                                Map.of(),
                                List.of()),
                        "b",
                        ""));
    }

    @Test
    void readResolvesEscapes() {
        assertThat(JsonReader.read("\"\\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u00e9 \\ud83d\\ude00 \u007f é\""))
                .isEqualTo("\" \\ / \b\f\n\r\t \u00e9 \ud83d\ude00 \u007f é");
    }

    @Test
    void readWhenLastOfEqualNamesDiffersReturnsIt() {
        assertThat(JsonReader.read("{\"a\": 1, \"a\": 2}")).isEqualTo(Map.of("a", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "[1,]",
                "[1 2]",
                "[1",
                "\"a",
                "\"\\u00\"",
                "\"\\uzzzz\"",
                "nul",
                "1 2",
                "{} {}",
                "-",
                "<html>"
            })
    void readWhenTextIsNotJsonThrows(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readWhenValuesAreNestedWithoutEndThrows() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(1_000_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
