package io.e2e.migrations.proof;

import io.e2e.migrations.inspect.DescribedKind;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How a schema differs from what was expected, a line each. */
final class Differences {

    private static final int SHOWN = 12;

    private Differences() {}

    /** All differences but the order of columns and extensions, which no Down drops. */
    static List<String> ofContent(SchemaDescription expected, SchemaDescription actual) {
        Set<String> missing = facts(expected);
        Set<String> surplus = facts(actual);
        Set<String> common = new LinkedHashSet<>(missing);
        common.retainAll(surplus);
        missing.removeAll(common);
        surplus.removeAll(common);
        List<String> lines = new ArrayList<>();
        missing.forEach(fact -> lines.add("- " + fact));
        surplus.forEach(fact -> lines.add("+ " + fact));
        return lines;
    }

    /** All differences, the order of a table's columns included. */
    static List<String> of(SchemaDescription expected, SchemaDescription actual) {
        List<String> lines = ofContent(expected, actual);
        if (lines.isEmpty()) {
            expected.ofKind(DescribedKind.TABLE).forEach(table -> {
                List<String> wanted = columns(table);
                List<String> found =
                        actual.relation(table.name()).map(Differences::columns).orElse(List.of());
                if (!wanted.equals(found)) {
                    lines.add("- " + table + ": columns in the order " + String.join(", ", wanted));
                    lines.add("+ " + table + ": columns in the order " + String.join(", ", found));
                }
            });
        }
        return lines;
    }

    /** Expected lines begin with a minus, found ones with a plus; many are cut short. */
    static String text(List<String> lines) {
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SHOWN, lines.size())));
        if (lines.size() > SHOWN) {
            shown.add("and " + (lines.size() - SHOWN) + " lines more");
        }
        return "\n    " + String.join("\n    ", shown);
    }

    private static List<String> columns(DescribedObject table) {
        return table.parts("column").map(DescribedPart::name).toList();
    }

    /** Rows may be equal to each other, so each is told with how often it was there before. */
    private static Set<String> facts(SchemaDescription description) {
        Set<String> facts = new LinkedHashSet<>();
        for (DescribedObject object : description.objects()) {
            if (object.kind() == DescribedKind.EXTENSION) {
                continue;
            }
            facts.add(object.toString());
            for (String line : object.lines()) {
                String fact = line.isEmpty() ? object.toString() : object + ": " + line;
                for (int again = 2; !line.isEmpty() && !facts.add(fact); again++) {
                    fact = object + ": " + line + " (" + again + ")";
                }
            }
        }
        return facts;
    }
}
