package io.e2e.migrations.change;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a schema held while a migration was reverted, applied and reverted again, and what that means for the rows.
 *
 * @param up the schema when the migration was applied
 * @param down the schema after its Down
 * @param upAgain the schema after its second Up
 * @param downAgain the schema after its second Down
 */
public record DownUpCycle(
        SchemaDescription up, SchemaDescription down, SchemaDescription upAgain, SchemaDescription downAgain) {

    /** How the rows differ between the first Down and the second. */
    public List<String> unsteady() {
        return differences(this.down, this.downAgain, names(this.down));
    }

    /**
     * The rows that were there before the migration was applied for the first time, and that Down does not bring back.
     * A table with more rows than before was given some later on.
     */
    public List<String> notBroughtBack(SchemaDescription before) {
        Set<String> tables = names(before);
        tables.removeIf(table -> count(this.down, table) > count(before, table));
        return differences(before, this.down, tables);
    }

    /**
     * The rows that are not the same after Down and Up, by the columns that Down leaves: what a column of the
     * migration's own held is gone with it. Rows that Down takes away are its own, too.
     */
    public List<String> notKept() {
        List<String> lines = new ArrayList<>();
        for (String table : names(this.down)) {
            if (count(this.down, table) == count(this.up, table)) {
                List<String> columns = table(this.down, table)
                        .parts("column")
                        .map(DescribedPart::name)
                        .toList();
                lines.addAll(Differences.ofContent(rows(this.up, table, columns), rows(this.upAgain, table, columns)));
            }
        }
        return lines;
    }

    /** Whether one of these tables has rows, so that something can be seen of them. */
    public boolean showsRowsOf(Set<String> tables) {
        return tables.stream().anyMatch(table -> count(this.down, table) > 0);
    }

    private static List<String> differences(SchemaDescription before, SchemaDescription now, Set<String> tables) {
        return Differences.ofContent(rows(before, tables), rows(now, tables));
    }

    private static Set<String> names(SchemaDescription description) {
        return description.ofKind(ObjectKind.TABLE).map(DescribedObject::name).collect(Collectors.toSet());
    }

    private static DescribedObject table(SchemaDescription description, String name) {
        return description.find(with(name, List.of())).orElseGet(() -> with(name, List.of()));
    }

    private static long count(SchemaDescription description, String table) {
        return table(description, table).parts(DescribedPart.ROW).count();
    }

    private static SchemaDescription rows(SchemaDescription description, Set<String> tables) {
        return new SchemaDescription(tables.stream()
                .sorted()
                .map(table -> with(
                        table,
                        table(description, table).parts(DescribedPart.ROW).toList()))
                .toList());
    }

    private static SchemaDescription rows(SchemaDescription description, String table, List<String> columns) {
        List<DescribedPart> rows = table(description, table)
                .parts(DescribedPart.ROW)
                .map(row -> new DescribedPart(row.key(), RowValues.only(columns, row.text()), "", Set.of()))
                .toList();
        return new SchemaDescription(List.of(with(table, rows)));
    }

    private static DescribedObject with(String table, List<DescribedPart> rows) {
        return new DescribedObject(SchemaObject.of(ObjectKind.TABLE, table), rows);
    }
}
