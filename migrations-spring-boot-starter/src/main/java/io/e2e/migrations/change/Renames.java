package io.e2e.migrations.change;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns that have another name than before. PostgreSQL shows the new name wherever the column is used. In the
 * table's own indexes, constraints and triggers that is no change, since a selection of the table includes the renaming; in a view, or in another table's foreign key, it is one.
 */
final class Renames {

    private final Map<String, Map<String, String>> tables = new HashMap<>();

    Renames(SchemaDescription before, SchemaDescription after) {
        Map<String, String> columns = new HashMap<>();
        before.objects()
                .forEach(object -> object.parts("column").forEach(part -> columns.put(part.identity(), part.name())));
        for (DescribedObject object : after.objects()) {
            object.parts("column").forEach(part -> {
                String old = columns.get(part.identity());
                if (old != null && !old.equals(part.name())) {
                    this.tables
                            .computeIfAbsent(object.name(), any -> new HashMap<>())
                            .put(old, part.name());
                }
            });
        }
    }

    /** A fact's text from before, with the names that the columns of its table have after. */
    String applied(DescribedObject object, DescribedPart part) {
        if (object.kind() == ObjectKind.FUNCTION) {
            return part.text();
        }
        String text = part.text();
        for (String table : new String[] {object.name(), Objects.requireNonNullElse(object.table(), "")}) {
            for (Map.Entry<String, String> rename :
                    this.tables.getOrDefault(table, Map.of()).entrySet()) {
                Pattern word = Pattern.compile("(?<![\\w$])" + Pattern.quote(rename.getKey()) + "(?![\\w$])");
                text = word.matcher(text).replaceAll(Matcher.quoteReplacement(rename.getValue()));
            }
        }
        return text;
    }
}
