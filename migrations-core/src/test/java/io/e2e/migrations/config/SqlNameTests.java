package io.e2e.migrations.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;

class SqlNameTests {

    @Test
    void requireWhenNameHas63BytesAcceptsIt() {
        assertThatNoException().isThrownBy(() -> SqlName.require("postgresDb", "x".repeat(63)));
        assertThatNoException().isThrownBy(() -> SqlName.require("postgresDb", "ä".repeat(31) + "x"));
    }

    @Test
    void requireWhenNameIsLongerSaysBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlName.require("postgresDb", "ä".repeat(32)))
                .withMessage("postgresDb must not be longer than 63 bytes, PostgreSQL's limit for names, but has 64: "
                        + "ä".repeat(32));
    }

    @Test
    void requireWhenNameContainsNulRefusesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlName.require("schema", "a\0b"))
                .withMessage("schema must not contain the character NUL");
    }

    @Test
    void withSuffixLeavesOutWholeCharactersOfLongNamesOnly() {
        assertThat(SqlName.withSuffix("orders", "_2")).isEqualTo("orders_2");
        assertThat(SqlName.withSuffix("x".repeat(63), "_10")).isEqualTo("x".repeat(60) + "_10");
        assertThat(SqlName.withSuffix("x" + "ä".repeat(31), "_2")).isEqualTo("x" + "ä".repeat(30) + "_2");
        assertThat(SqlName.withSuffix("🐘".repeat(15) + "abc", "_2")).isEqualTo("🐘".repeat(15) + "a_2");
        assertThat(SqlName.withSuffix("abc" + "🐘".repeat(15), "_2")).isEqualTo("abc" + "🐘".repeat(14) + "_2");
    }
}
