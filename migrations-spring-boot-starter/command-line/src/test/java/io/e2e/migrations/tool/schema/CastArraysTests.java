package io.e2e.migrations.tool.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CastArraysTests {

    @Test
    void rewrittenWhenArrayIsCastIsAsIfItsElementsWere() {
        assertThat(CastArrays.rewritten("x = ANY (ARRAY['a'::character varying, 'it''s'::character varying]::text[])"))
                .isEqualTo(CastArrays.rewritten(
                        "x = ANY (ARRAY['a'::character varying::text, 'it''s'::character varying::text])"));
    }

    @Test
    void rewrittenWhenPrintedWithParenthesesIsAsIfItsElementsWere() {
        assertThat(CastArrays.rewritten("(x = ANY ((ARRAY['a'::character varying(3)])::text[]))"))
                .isEqualTo(CastArrays.rewritten("(x = ANY (ARRAY[('a'::character varying(3))::text]))"));
    }

    @Test
    void rewrittenWhenElementsDifferKeepsTheDifference() {
        assertThat(CastArrays.rewritten("ARRAY['a'::character varying]::text[]"))
                .isNotEqualTo(CastArrays.rewritten("ARRAY['b'::character varying::text]"));
    }
}
