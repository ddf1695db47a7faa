package io.e2e.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.e2e.migrations.schema.ObjectRef.Space;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SchemaObjectTests {

    private static final SchemaObject TABLE = SchemaObject.of(ObjectKind.TABLE, "audit_events");
    private static final SchemaObject INDEX = SchemaObject.of(ObjectKind.INDEX, "idx_a", "audit_events");

    @Test
    void toStringIsTextOfHeader() {
        assertThat(TABLE).hasToString("table audit_events");
        assertThat(INDEX).hasToString("index idx_a on audit_events");
        assertThat(SchemaObject.of(ObjectKind.PARTITION, "audit_events_2026_01", "audit_events"))
                .hasToString("partition audit_events_2026_01 of audit_events");
        assertThat(SchemaObject.of(ObjectKind.TRIGGER, "trg", "audit_events"))
                .hasToString("trigger trg on audit_events");
        assertThat(new SchemaObject(ObjectKind.TABLE, "audit_events", null, List.of("a", "b")))
                .hasToString("table audit_events (a, b)");
    }

    @Test
    void subjectWhenObjectBelongsToTableIsTable() {
        assertThat(INDEX.subject()).isEqualTo(ObjectRef.relation("audit_events"));
    }

    @Test
    void subjectsOfTablesAndViewsShareNameSpaceThatFunctionsDoNot() {
        assertThat(SchemaObject.of(ObjectKind.VIEW, "audit_events").subject()).isEqualTo(TABLE.subject());
        assertThat(SchemaObject.of(ObjectKind.FUNCTION, "audit_events").subject())
                .isEqualTo(new ObjectRef(Space.FUNCTION, "audit_events"))
                .isNotEqualTo(TABLE.subject())
                .hasToString("audit_events()");
    }

    @Test
    void subjectWhenTypeIsNamedLikeSequenceDiffers() {
        assertThat(SchemaObject.of(ObjectKind.SEQUENCE, "mood").subject()).isEqualTo(ObjectRef.relation("mood"));
        assertThat(SchemaObject.of(ObjectKind.TYPE, "mood").subject())
                .isEqualTo(new ObjectRef(Space.TYPE, "mood"))
                .hasToString("type mood");
    }

    @Test
    void namesAreThoseToReadFromDatabase() {
        assertThat(TABLE.names()).containsExactly("audit_events");
        assertThat(INDEX.names()).containsExactly("idx_a", "audit_events");
        assertThat(SchemaObject.of(ObjectKind.TRIGGER, "trg", "audit_events").names())
                .containsExactly("audit_events");
        assertThat(SchemaObject.of(ObjectKind.PARTITION, "audit_events_##", "audit_events")
                        .names())
                .containsExactly("audit_events");
        assertThat(SchemaObject.of(ObjectKind.VIEW, "v_*").names()).isEmpty();
    }

    @Test
    void isSameAsIgnoresParts() {
        SchemaObject altered = new SchemaObject(ObjectKind.TABLE, "audit_events", null, List.of("a"));
        assertThat(altered.isSameAs(TABLE)).isTrue();
        assertThat(altered).isNotEqualTo(TABLE);
    }

    @Test
    void isSameAsComparesKindNameAndTable() {
        assertThat(INDEX.isSameAs(SchemaObject.of(ObjectKind.TRIGGER, "idx_a", "audit_events")))
                .isFalse();
        assertThat(INDEX.isSameAs(SchemaObject.of(ObjectKind.INDEX, "idx_b", "audit_events")))
                .isFalse();
        assertThat(INDEX.isSameAs(SchemaObject.of(ObjectKind.INDEX, "idx_a", "other")))
                .isFalse();
    }

    @Test
    void isPatternWhenNameHasWildcard() {
        assertThat(SchemaObject.of(ObjectKind.PARTITION, "audit_events_####_##", "audit_events")
                        .isPattern())
                .isTrue();
        assertThat(TABLE.isPattern()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"PARTITION", "INDEX", "TRIGGER"})
    void partWithoutTableIsRefused(ObjectKind kind) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaObject.of(kind, "a"))
                .withMessage(kind.keyword() + " a and table null");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"PARTITION", "INDEX", "TRIGGER"},
            mode = Mode.EXCLUDE)
    void standaloneObjectWithTableIsRefused(ObjectKind kind) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaObject.of(kind, "a", "t"))
                .withMessage(kind.keyword() + " a and table t");
    }

    @Test
    void partsAreCopied() {
        List<String> parts = new ArrayList<>(List.of("a"));
        SchemaObject object = new SchemaObject(ObjectKind.TABLE, "t", null, parts);
        parts.add("b");
        assertThat(object.parts()).containsExactly("a");
    }
}
