package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the header lines that violations offer. */
final class HeaderLines {

    private HeaderLines() {}

    /** An instruction to have this line. */
    static String write(String line) {
        return "Its header must have: -- " + line;
    }

    /** An instruction to have these entries no longer. */
    static String takeOut(String entries) {
        return "Take out of its header: -- " + entries;
    }

    /** Objects of one kind and one table: {@code index idx_a, idx_b on audit_events}. */
    static String list(List<SchemaObject> objects) {
        SchemaObject first = objects.get(0);
        String names =
                objects.stream().map(SchemaObject::name).distinct().sorted().collect(Collectors.joining(", "));
        return first.kind().keyword() + " " + names + first.onTable();
    }

    /** The list for a header whose SQL computes the names of partitions from inputs. */
    static String list(List<SchemaObject> objects, MigrationHeader header) {
        if (objects.get(0).kind() != ObjectKind.PARTITION || header.inputs().isEmpty()) {
            return list(objects);
        }
        return list(objects.stream()
                .map(object -> new SchemaObject(
                        object.kind(), object.name().replaceAll("[0-9]", "#"), object.table(), List.of()))
                .toList());
    }

    /** A table with the parts that are altered. */
    static String table(String table, Collection<String> parts) {
        return "table " + table + " (" + String.join(", ", parts) + ")";
    }

    /** Names as a sentence has them. */
    static String and(Collection<String> names) {
        List<String> list = List.copyOf(names);
        int last = list.size() - 1;
        return last == 0 ? list.get(0) : String.join(", ", list.subList(0, last)) + " and " + list.get(last);
    }
}
