package io.e2e.migrations.proof;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns that have another name than before. PostgreSQL shows the new name wherever the column is used, in indexes,
 * constraints and triggers, although nobody changed those.
 */
final class Renames {

    private final Map<String, String> names = new HashMap<>();

    Renames(SchemaDescription before, SchemaDescription after) {
        Map<String, String> columns = new HashMap<>();
        before.objects()
                .forEach(object -> object.parts("column").forEach(part -> columns.put(part.identity(), part.name())));
        for (DescribedObject object : after.objects()) {
            object.parts("column").forEach(part -> {
                String old = columns.get(part.identity());
                if (old != null && !old.equals(part.name())) {
                    this.names.put(old, part.name());
                }
            });
        }
    }

    /** A fact's text from before, with the names of after. */
    String applied(DescribedPart part) {
        String text = part.text();
        for (Map.Entry<String, String> rename : this.names.entrySet()) {
            Pattern word = Pattern.compile("(?<![\\w$])" + Pattern.quote(rename.getKey()) + "(?![\\w$])");
            text = word.matcher(text).replaceAll(Matcher.quoteReplacement(rename.getValue()));
        }
        return text;
    }
}
