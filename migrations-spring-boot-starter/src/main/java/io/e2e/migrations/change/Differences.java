package io.e2e.migrations.change;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How a schema differs from what was expected, a line each. */
public final class Differences {

    private static final int SHOWN = 12;

    private Differences() {}

    /** All differences but the order of columns and extensions, which no Down drops. */
    public static List<String> ofContent(SchemaDescription expected, SchemaDescription actual) {
        Set<String> wanted = facts(expected, actual);
        Set<String> found = facts(actual, expected);
        List<String> lines = new ArrayList<>();
        wanted.stream().filter(fact -> !found.contains(fact)).forEach(fact -> lines.add("- " + fact));
        found.stream().filter(fact -> !wanted.contains(fact)).forEach(fact -> lines.add("+ " + fact));
        if (lines.isEmpty()) {
            expected.objects().forEach(object -> lines.addAll(ofLineOrder(object, actual)));
        }
        return lines;
    }

    /** Facts of several lines, such as bodies of functions, whose lines are the same in another order. */
    private static List<String> ofLineOrder(DescribedObject object, SchemaDescription actual) {
        Set<String> found =
                actual.find(object).map(same -> Set.copyOf(same.lines())).orElse(Set.of());
        return object.lines().stream()
                .filter(fact -> fact.contains("\n") && !found.contains(fact))
                .map(fact -> "+ " + object + ": the same lines in another order")
                .toList();
    }

    /** All differences, the order of a table's columns included. */
    public static List<String> of(SchemaDescription expected, SchemaDescription actual) {
        List<String> lines = ofContent(expected, actual);
        if (lines.isEmpty()) {
            expected.ofKind(ObjectKind.TABLE).forEach(table -> {
                List<String> wanted = columns(table);
                List<String> found =
                        actual.find(table).map(Differences::columns).orElse(List.of());
                if (!wanted.equals(found)) {
                    lines.add("- " + table + ": columns in the order " + String.join(", ", wanted));
                    lines.add("+ " + table + ": columns in the order " + String.join(", ", found));
                }
            });
        }
        return lines;
    }

    /** Expected lines begin with a minus, found ones with a plus; many are cut short. */
    public static String text(List<String> lines) {
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SHOWN, lines.size())));
        if (lines.size() > SHOWN) {
            shown.add("and " + (lines.size() - SHOWN) + " lines more");
        }
        return "\n    " + String.join("\n    ", shown);
    }

    private static List<String> columns(DescribedObject table) {
        return table.parts("column").map(DescribedPart::name).toList();
    }

    /**
     * Line by line; equal ones, such as rows without a key, are told apart by a number. Of an object that the other side
     * has not, nothing more is told.
     */
    private static Set<String> facts(SchemaDescription description, SchemaDescription other) {
        Set<String> facts = new LinkedHashSet<>();
        for (DescribedObject object : description.objects()) {
            if (object.kind() != ObjectKind.EXTENSION) {
                facts.add(object.toString());
                boolean both = other.find(object).isPresent();
                (both ? object.lines() : List.<String>of())
                        .stream()
                                .flatMap(String::lines)
                                .filter(line -> !line.isBlank())
                                .forEach(line -> addNumbered(facts, object + ": " + line.strip()));
            }
        }
        return facts;
    }

    private static void addNumbered(Set<String> facts, String fact) {
        String numbered = fact;
        for (int again = 2; !facts.add(numbered); again++) {
            numbered = fact + " (" + again + ")";
        }
    }
}
