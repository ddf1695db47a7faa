package io.e2e.migrations.change;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns whose values are others whenever the same migrations run, such as times and random numbers.
 *
 * @param columns those of each table
 */
public record UnsteadyColumns(Map<String, Set<String>> columns) {

    /** No column. */
    public static final UnsteadyColumns NONE = new UnsteadyColumns(Map.of());

    public UnsteadyColumns {
        columns = Map.copyOf(columns);
    }

    /** Compares what the same migrations made twice. */
    public static UnsteadyColumns of(SchemaDescription once, SchemaDescription again) {
        Map<String, Set<String>> columns = new HashMap<>();
        once.ofKind(ObjectKind.TABLE)
                .forEach(table -> again.find(table).ifPresent(same -> {
                    Map<String, List<String>> other = values(same);
                    values(table).forEach((column, values) -> {
                        if (!values.equals(other.get(column))) {
                            columns.computeIfAbsent(table.name(), any -> new HashSet<>())
                                    .add(column);
                        }
                    });
                }));
        return new UnsteadyColumns(columns);
    }

    /** The values of each column, sorted. */
    private static Map<String, List<String>> values(DescribedObject table) {
        Map<String, List<String>> values = new HashMap<>();
        table.parts(DescribedPart.ROW)
                .forEach(row -> RowValues.of(row.text())
                        .forEach((column, value) -> values.computeIfAbsent(column, any -> new ArrayList<>())
                                .add(value)));
        values.values().forEach(list -> list.sort(null));
        return values;
    }

    /** A description without their values. */
    public SchemaDescription without(SchemaDescription description) {
        return this.columns.isEmpty()
                ? description
                : new SchemaDescription(
                        description.objects().stream().map(this::without).toList());
    }

    private DescribedObject without(DescribedObject object) {
        Set<String> unsteady = this.columns.getOrDefault(object.name(), Set.of());
        return unsteady.isEmpty()
                ? object
                : new DescribedObject(
                        object.object(),
                        object.parts().stream()
                                .map(part -> part.is(DescribedPart.ROW)
                                        ? new DescribedPart(
                                                part.key(), RowValues.except(unsteady, part.text()), "", Set.of())
                                        : part)
                                .toList());
    }
}
