package io.e2e.migrations.apply;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Formats a list of objects in one line: tables and views by name, partitions by table and month, and the other objects,
 * which are many and listed in the files, by number.
 *
 * @param objects the objects
 */
record ObjectListText(List<SchemaObject> objects) {

    private static final Pattern MONTHLY = Pattern.compile(".+_(\\d{4})_(0[1-9]|1[0-2])");

    @Override
    public String toString() {
        Map<ObjectKind, List<SchemaObject>> kinds = this.objects.stream()
                .collect(Collectors.groupingBy(
                        SchemaObject::kind, () -> new EnumMap<>(ObjectKind.class), Collectors.toList()));
        List<String> items = new ArrayList<>();
        kinds.forEach((kind, members) -> {
            if (kind == ObjectKind.PARTITION) {
                members.stream()
                        .collect(Collectors.groupingBy(SchemaObject::onTable, TreeMap::new, Collectors.toList()))
                        .forEach((table, partitions) ->
                                items.add(kind.counted(partitions.size()) + table + " (" + months(partitions) + ")"));
            } else {
                items.add(kind.counted(members.size()) + (kind.hasColumns() ? " (" + names(members) + ")" : ""));
            }
        });
        return String.join(", ", items);
    }

    private static String names(List<SchemaObject> members) {
        return members.stream().map(SchemaObject::name).collect(Collectors.joining(", "));
    }

    /** The months that the names tell, {@code 2025-11 to 2026-02, 2026-10}; the names if one tells none. */
    private static String months(List<SchemaObject> partitions) {
        TreeSet<YearMonth> months = new TreeSet<>();
        for (SchemaObject partition : partitions) {
            Matcher matcher = MONTHLY.matcher(partition.name());
            if (!matcher.matches()) {
                return names(partitions);
            }
            months.add(YearMonth.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
        }
        return months.stream()
                .filter(month -> !months.contains(month.minusMonths(1)))
                .map(first -> {
                    YearMonth last = first;
                    while (months.contains(last.plusMonths(1))) {
                        last = last.plusMonths(1);
                    }
                    return last.equals(first) ? first.toString() : first + " to " + last;
                })
                .collect(Collectors.joining(", "));
    }
}
