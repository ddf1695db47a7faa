package io.e2e.migrations.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTests {

    @Test
    void literalQuotesText() {
        assertThat(Sql.literal("plain")).isEqualTo("E'plain'");
        assertThat(Sql.literal("it's")).isEqualTo("E'it''s'");
        assertThat(Sql.literal("a\\b")).isEqualTo("E'a\\\\b'");
        assertThat(Sql.literal("\\'; DROP TABLE t; --")).isEqualTo("E'\\\\''; DROP TABLE t; --'");
        assertThat(Sql.literal("")).isEqualTo("E''");
    }

    @Test
    void identifierQuotesName() {
        assertThat(Sql.identifier("public")).isEqualTo("\"public\"");
        assertThat(Sql.identifier("My \"schema\"")).isEqualTo("\"My \"\"schema\"\"\"");
    }

    @Test
    void textArrayMayBeEmpty() {
        assertThat(Sql.textArray(List.of())).isEqualTo("ARRAY[]::text[]");
        assertThat(Sql.textArray(List.of("a", "b'c"))).isEqualTo("ARRAY[E'a', E'b''c']::text[]");
    }
}
