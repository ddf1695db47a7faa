package io.e2e.migrations.drift;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.verify.Finding;
import io.e2e.migrations.verify.Finding.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares an object with the one that it should be: the parts of both, and each aspect of a part. */
final class PartComparison {

    private final Origins origins;
    private final boolean sameVersion;
    private final SchemaDescription actual;
    private final List<Finding> findings;

    /**
     * Compares on behalf of a schema.
     *
     * @param sameVersion whether the same major version of PostgreSQL printed both sides
     * @param actual the whole schema, whose views may use a column
     * @param findings receives what is found
     */
    PartComparison(Origins origins, boolean sameVersion, SchemaDescription actual, List<Finding> findings) {
        this.origins = origins;
        this.sameVersion = sameVersion;
        this.actual = actual;
        this.findings = findings;
    }

    void compare(DescribedObject expected, DescribedObject found) {
        Map<String, DescribedPart> wanted = parts(expected);
        Map<String, DescribedPart> present = parts(found);
        boolean sameColumns =
                expected.parts("column").toList().equals(found.parts("column").toList());
        Set<String> keys = new LinkedHashSet<>(wanted.keySet());
        keys.addAll(present.keySet());
        for (String key : keys) {
            DescribedPart want = wanted.get(key);
            DescribedPart is = present.get(key);
            String basis = basis(key);
            if (!basis.isEmpty() && (!wanted.containsKey(basis) || !present.containsKey(basis))) {
                continue;
            }
            if (want == null) {
                unexpected(expected, Objects.requireNonNull(is, key));
            } else if (is == null) {
                missing(expected, want);
            } else if (!want.facets().equals(is.facets())) {
                compare(expected, new Corrections.Parts(want, is, sameColumns));
            }
        }
        compareOrder(expected, found);
    }

    /**
     * The parts by key, without rows. The columns of a view follow from its definition, but for their comments. Privileges on
     * a function name its arguments, also if no other function has the name.
     */
    private Map<String, DescribedPart> parts(DescribedObject object) {
        List<DescribedPart> functions = object.parts().stream()
                .filter(part -> part.key().startsWith("("))
                .toList();
        String arguments = functions.size() == 1 ? " on " + functions.get(0).key() : "";
        return object.parts().stream()
                .filter(part -> !part.is(DescribedPart.ROW))
                .filter(part -> object.kind() != ObjectKind.VIEW
                        || !part.is("column")
                        || part.text().contains("comment "))
                .map(part -> part.is("privileges") && !part.key().contains(" on ")
                        ? new DescribedPart(part.key() + arguments, part.facets(), "", Set.of())
                        : part)
                .collect(Collectors.toMap(
                        DescribedPart::key, Function.identity(), (first, next) -> first, LinkedHashMap::new));
    }

    /** The part whose privileges a key is about, if it is not the whole object: {@code column note}. */
    private static String basis(String key) {
        boolean ofPart = key.startsWith("privileges ") && key.matches("(?s).* on (column |\\().*");
        return ofPart ? key.substring(key.indexOf(" on ") + " on ".length()) : "";
    }

    private void missing(DescribedObject object, DescribedPart part) {
        String what = subject(object, part);
        String by = this.origins.of(object.object(), part.name());
        if (part.is("comment") || part.is("privileges")) {
            add(
                    Problem.DIFFERENT,
                    what,
                    ": " + part.text() + " expected, " + absence(part) + " found" + by,
                    Corrections.add(object, part));
        } else {
            List<String> statements = new ArrayList<>(Corrections.add(object, part));
            object.parts("privileges")
                    .filter(privileges -> basis(privileges.key()).equals(part.key()))
                    .forEach(privileges -> statements.addAll(Corrections.add(object, privileges)));
            add(Problem.MISSING, what, " is missing" + by, statements);
        }
    }

    private static String absence(DescribedPart part) {
        return PrivilegeCorrections.areOfOwner(part) ? "all" : "none";
    }

    private void unexpected(DescribedObject object, DescribedPart part) {
        String rest = part.is("comment") || part.is("privileges")
                ? ": " + absence(part) + " expected, " + part.text() + " found"
                : " is not expected: no applied migration creates it";
        add(Problem.UNEXPECTED, subject(object, part), rest, Corrections.remove(object, part));
    }

    private void compare(DescribedObject object, Corrections.Parts parts) {
        Map<String, String> wanted = Aspect.of(parts.expected().facets());
        Map<String, String> found = Aspect.of(parts.found().facets());
        Set<String> keys = new LinkedHashSet<>();
        if (wanted.containsKey("DEFAULT") && wanted.containsKey("SEQUENCE")) {
            // The default needs the sequence.
            keys.add("SEQUENCE");
        }
        keys.addAll(wanted.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            String want = wanted.get(key);
            String is = found.get(key);
            if (!Objects.equals(comparable(object, want), comparable(object, is)) && !isImplied(key, keys)) {
                add(
                        Problem.DIFFERENT,
                        subject(object, parts.expected()),
                        ": " + Wording.of(Aspect.ofKey(key), want, is)
                                + this.origins.of(
                                        object.object(), parts.expected().name()),
                        correction(object, parts, new Corrections.Change(key, want, is)));
            }
        }
    }

    private List<String> correction(DescribedObject object, Corrections.Parts parts, Corrections.Change change) {
        List<String> statements = new ArrayList<>(Corrections.change(object, parts, change));
        DescribedPart part = parts.expected();
        if (part.is("column")
                && Set.of(Aspect.BASE, Aspect.COLLATION, Aspect.GENERATED).contains(change.aspect())) {
            String views = this.actual
                    .ofKind(ObjectKind.VIEW)
                    .filter(view -> mentions(view, object.name()) && mentions(view, part.name()))
                    .map(DescribedObject::toString)
                    .collect(Collectors.joining(", "));
            if (!views.isEmpty()) {
                statements.add(0, "-- PostgreSQL changes no column that a view uses: drop " + views + " first");
            }
        }
        return statements;
    }

    private static boolean mentions(DescribedObject view, String name) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)")
                .matcher(view.parts().get(0).text())
                .find();
    }

    /** Whether a generated column is stored follows from how it is generated. */
    private static boolean isImplied(String key, Set<String> keys) {
        return Aspect.ofKey(key) == Aspect.KEPT && keys.contains(Aspect.GENERATED.name());
    }

    private @Nullable String comparable(DescribedObject object, @Nullable String text) {
        return this.sameVersion || text == null ? text : VersionNeutral.of(object.kind(), text);
    }

    private void compareOrder(DescribedObject expected, DescribedObject found) {
        List<String> wanted = columns(expected, found);
        List<String> present = columns(found, expected);
        if (expected.kind() == ObjectKind.TABLE && !wanted.equals(present)) {
            add(
                    Problem.DIFFERENT,
                    expected.toString(),
                    ": columns in the order " + String.join(", ", wanted) + " expected, in the order "
                            + String.join(", ", present) + " found" + this.origins.of(expected.object(), ""),
                    List.of("-- PostgreSQL moves no column: create the table again, or leave the order"));
        }
    }

    /** The columns that both have, in order. */
    private static List<String> columns(DescribedObject object, DescribedObject other) {
        List<String> columns =
                new ArrayList<>(object.parts("column").map(DescribedPart::name).toList());
        columns.retainAll(other.parts("column").map(DescribedPart::name).collect(Collectors.toSet()));
        return columns;
    }

    private static String subject(DescribedObject object, DescribedPart part) {
        if (part.is(DescribedPart.DEFINITION)) {
            return object.toString();
        }
        if (part.key().startsWith("(")) {
            return object + part.key();
        }
        return switch (part.key().split(" ", 2)[0]) {
            case "column" -> "column " + object.name() + "." + part.name();
            case "privileges" -> privileges(object, part.key());
            case "comment" -> "comment on " + object;
            default -> part.key() + " on " + object.name();
        };
    }

    private static String privileges(DescribedObject object, String key) {
        int on = key.indexOf(" on ");
        return on < 0
                ? key + " on " + object
                : key.replaceFirst(" on \\(", " on " + Matcher.quoteReplacement(object + "("))
                        .replaceFirst(" on column ", " on column " + Matcher.quoteReplacement(object.name() + "."));
    }

    private void add(Problem problem, String what, String rest, List<String> correction) {
        String sql = String.join("\n", correction);
        this.findings.add(new Finding(problem, what, what + rest, sql.isEmpty() ? null : sql));
    }
}
