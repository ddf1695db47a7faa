package io.e2e.migrations.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.ObjectRef.Space;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests descriptions and their text; reading them is tested with a real server. */
class SchemaDescriptionTests {

    private static final SchemaDescription SCHEMA = new SchemaDescription(List.of(
            object(ObjectKind.VIEW, "open_orders", null, part("definition", "as\n SELECT 1")),
            object(ObjectKind.PARTITION, "orders_2026", "orders", part("definition", "FOR VALUES FROM (1) TO (2)")),
            object(ObjectKind.INDEX, "idx_b", "orders", part("definition", "btree (b)")),
            object(ObjectKind.INDEX, "idx_2026", "orders_2026", part("definition", "btree (c)")),
            object(ObjectKind.INDEX, "idx_a", "orders", part("definition", "btree (a)"), part("comment", "'why'")),
            object(
                    ObjectKind.TABLE,
                    "orders",
                    null,
                    part("definition", "partition by RANGE (day)"),
                    part("column id", "bigint not null"),
                    part("row", "(1)")),
            object(ObjectKind.FUNCTION, "total", null, part("(integer)", "(integer) returns integer"))));

    @Test
    void textListsObjectsByKindAndNameWithTheirParts() {
        assertThat(SCHEMA.text()).isEqualTo("""
                table orders
                    partition by RANGE (day)
                    column id bigint not null
                    row (1)
                    partition orders_2026 FOR VALUES FROM (1) TO (2)
                    index idx_2026 btree (c)
                    index idx_a btree (a)
                        comment 'why'
                    index idx_b btree (b)

                view open_orders
                    as
                     SELECT 1

                function total
                    (integer) returns integer
                """);
    }

    @Test
    void textOfEmptySchemaIsEmpty() {
        assertThat(SchemaDescription.EMPTY.text()).isEmpty();
    }

    @Test
    void descriptionDoesNotDependOnOrderOfObjects() {
        List<DescribedObject> reversed = new ArrayList<>(SCHEMA.objects());
        Collections.reverse(reversed);
        assertThat(new SchemaDescription(reversed)).isEqualTo(SCHEMA);
    }

    @Test
    void findWhenKindNameAndTableAgreeFindsObject() {
        assertThat(SCHEMA.find(object(ObjectKind.INDEX, "idx_a", "orders"))).isPresent();
        assertThat(SCHEMA.find(object(ObjectKind.INDEX, "idx_a", "orders_2026")))
                .isEmpty();
        assertThat(SCHEMA.find(object(ObjectKind.TRIGGER, "idx_a", "orders"))).isEmpty();
    }

    @Test
    void findByReferenceFindsOnlyStandaloneObjects() {
        assertThat(SCHEMA.find(ObjectRef.relation("orders"))).hasToString("Optional[table orders]");
        assertThat(SCHEMA.find(ObjectRef.relation("open_orders"))).hasToString("Optional[view open_orders]");
        assertThat(SCHEMA.find(ObjectRef.relation("orders_2026"))).isEmpty();
        assertThat(SCHEMA.find(ObjectRef.relation("total"))).isEmpty();
        assertThat(SCHEMA.find(new ObjectRef(Space.FUNCTION, "total"))).hasToString("Optional[function total]");
    }

    @Test
    void belongingToTableHasObjectsOfItsPartitions() {
        assertThat(SCHEMA.belongingTo("orders"))
                .extracting(DescribedObject::name)
                .containsExactly("orders_2026", "idx_2026", "idx_a", "idx_b");
    }

    @Test
    void objectToStringIsTextOfHeader() {
        assertThat(SCHEMA.objects())
                .extracting(Object::toString)
                .containsExactly(
                        "table orders",
                        "partition orders_2026 of orders",
                        "view open_orders",
                        "index idx_a on orders",
                        "index idx_b on orders",
                        "index idx_2026 on orders_2026",
                        "function total");
    }

    @Test
    void partsAreFoundByKeyAndItsFirstWord() {
        DescribedObject orders = SCHEMA.find(ObjectRef.relation("orders")).orElseThrow();
        assertThat(orders.part("column id")).map(DescribedPart::text).contains("bigint not null");
        assertThat(orders.part("column")).isEmpty();
        assertThat(orders.parts("column")).extracting(DescribedPart::name).containsExactly("id");
        assertThat(orders.lines()).containsExactly("partition by RANGE (day)", "column id bigint not null", "row (1)");
    }

    @ParameterizedTest
    @CsvSource({
        "column event_id, column, true",
        "columns, column, false",
        "row, row, true",
        "privileges of app, privileges, true"
    })
    void isComparesWholeFirstWordOfKey(String key, String word, boolean is) {
        assertThat(part(key, "x").is(word)).isEqualTo(is);
    }

    @ParameterizedTest
    @CsvSource({
        "definition, btree (a), btree (a)",
        "(integer), (integer) returns text, (integer) returns text",
        "column id, bigint, column id bigint",
        "row security, '', row security"
    })
    void partToStringOmitsKeyOfDefinition(String key, String text, String shown) {
        assertThat(part(key, text)).hasToString(shown);
    }

    private static DescribedObject object(
            ObjectKind kind, String name, @Nullable String table, DescribedPart... parts) {
        return new DescribedObject(new SchemaObject(kind, name, table, List.of()), Arrays.asList(parts));
    }

    private static DescribedPart part(String key, String text) {
        return new DescribedPart(key, text, "", Set.of());
    }
}
