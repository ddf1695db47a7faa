package io.e2e.migrations.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaSnapshotTests {

    private final SchemaSnapshot snapshot = new SchemaSnapshot(List.of(
            found(ObjectKind.TABLE, "t", null),
            found(ObjectKind.FUNCTION, "f", null),
            found(ObjectKind.SEQUENCE, "s", null),
            found(ObjectKind.TYPE, "y", null),
            found(ObjectKind.TRIGGER, "g", "t"),
            found(ObjectKind.PARTITION, "p", "t"),
            found(ObjectKind.PARTITION, "q", "t"),
            found(ObjectKind.PARTITION, "r", "u")));

    @Test
    void findComparesKindNameAndTable() {
        assertThat(this.snapshot.find(SchemaObject.of(ObjectKind.TABLE, "t"))).isPresent();
        assertThat(this.snapshot.find(SchemaObject.of(ObjectKind.VIEW, "t"))).isEmpty();
        assertThat(this.snapshot.find(SchemaObject.of(ObjectKind.TRIGGER, "g", "t")))
                .isPresent();
        assertThat(this.snapshot.find(SchemaObject.of(ObjectKind.TRIGGER, "g", "u")))
                .isEmpty();
    }

    @Test
    void relationFindsRelationsOfAnyKindOnly() {
        assertThat(this.snapshot.relation("p")).map(FoundObject::kind).contains(ObjectKind.PARTITION);
        assertThat(this.snapshot.relation("s")).map(FoundObject::kind).contains(ObjectKind.SEQUENCE);
        assertThat(this.snapshot.relation("f")).isEmpty();
        assertThat(this.snapshot.relation("y")).isEmpty();
        assertThat(this.snapshot.relation("g")).isEmpty();
    }

    @Test
    void partitionsOfFindsAttachedPartitions() {
        assertThat(this.snapshot.partitionsOf("t"))
                .extracting(FoundObject::name)
                .containsExactly("p", "q");
        assertThat(this.snapshot.partitionsOf("z")).isEmpty();
    }

    @Test
    void objectsAreCopied() {
        List<FoundObject> objects = new ArrayList<>();
        SchemaSnapshot copy = new SchemaSnapshot(objects);
        objects.add(found(ObjectKind.TABLE, "t", null));
        assertThat(copy.objects()).isEmpty();
    }

    private static FoundObject found(ObjectKind kind, String name, @Nullable String table) {
        return new FoundObject(kind, name, table, true, null);
    }
}
