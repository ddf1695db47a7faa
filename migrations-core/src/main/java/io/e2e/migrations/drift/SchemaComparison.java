package io.e2e.migrations.drift;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.verify.Finding;
import io.e2e.migrations.verify.Finding.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a schema should contain with what it contains, object by object and part by part. Objects that should not
 * be there count only if they belong to a table that should; other tables, views and functions are somebody else's. Pure.
 */
final class SchemaComparison {

    private final Map<SchemaObject, DescribedObject> expected;
    private final Map<SchemaObject, DescribedObject> actual;
    private final Set<String> relations;
    private final Origins origins;
    private final PartComparison parts;
    private final List<Finding> findings = new ArrayList<>();

    private SchemaComparison(DescriptionText expected, DescriptionText actual, Origins origins) {
        this.expected = index(expected.schema());
        this.actual = index(actual.schema());
        this.relations = this.expected.keySet().stream()
                .filter(object -> object.kind().hasColumns())
                .map(SchemaObject::name)
                .collect(Collectors.toSet());
        this.origins = origins;
        this.parts = new PartComparison(origins, expected.major() == actual.major(), actual.schema(), this.findings);
    }

    /** The findings, in the order of a description. */
    static List<Finding> findings(DescriptionText expected, DescriptionText actual, Origins origins) {
        SchemaComparison comparison = new SchemaComparison(expected, actual, origins);
        Stream<DescribedObject> unexpected = actual.schema().objects().stream().filter(comparison::isUnexpected);
        new SchemaDescription(Stream.concat(expected.schema().objects().stream(), unexpected)
                        .toList())
                .objects()
                .forEach(comparison::compare);
        return comparison.findings;
    }

    private static Map<SchemaObject, DescribedObject> index(SchemaDescription schema) {
        return schema.objects().stream()
                .collect(Collectors.toMap(
                        DescribedObject::object, Function.identity(), (first, next) -> first, LinkedHashMap::new));
    }

    private boolean isUnexpected(DescribedObject object) {
        return object.table() != null
                && this.relations.contains(object.table())
                && !this.expected.containsKey(object.object())
                && !(object.kind() == ObjectKind.PARTITION && this.origins.computes(object.object()));
    }

    private void compare(DescribedObject object) {
        DescribedObject found = this.actual.get(object.object());
        if (!this.expected.containsKey(object.object())) {
            unexpected(object);
        } else if (found != null) {
            this.parts.compare(object, found);
            compareRows(object, found);
        } else if (object.table() == null || exists(object.table())) {
            missing(object);
        }
    }

    /** Rows that migrations insert must be there; others are the application's. */
    private void compareRows(DescribedObject object, DescribedObject found) {
        List<String> rows = new ArrayList<>(
                found.parts(DescribedPart.ROW).map(DescribedPart::text).toList());
        object.parts(DescribedPart.ROW)
                .map(DescribedPart::text)
                .filter(row -> !rows.remove(row))
                .forEach(row -> {
                    String what = "row of " + object.name();
                    this.findings.add(new Finding(
                            Problem.MISSING,
                            what,
                            what + " is missing: " + row + this.origins.of(object.object(), ""),
                            "-- MigrationService.reset() and @ResetData put seed data back"));
                });
    }

    private boolean exists(@Nullable String table) {
        return Stream.of(ObjectKind.TABLE, ObjectKind.VIEW)
                        .anyMatch(kind -> this.actual.containsKey(SchemaObject.of(kind, String.valueOf(table))))
                || this.actual.keySet().stream()
                        .anyMatch(object -> object.kind() == ObjectKind.PARTITION
                                && object.name().equals(table));
    }

    private void missing(DescribedObject object) {
        String by = this.origins.of(object.object(), "");
        DescribedObject detached = this.actual.get(SchemaObject.of(ObjectKind.TABLE, object.name()));
        if (object.kind() == ObjectKind.PARTITION && detached != null) {
            String bounds = Aspect.of(object.parts().get(0).facets()).getOrDefault("BOUNDS", "");
            add(
                    Problem.DETACHED,
                    object,
                    " is a table, but is not attached as a partition" + by,
                    TableCorrections.attach(object, bounds, null));
        } else {
            Stream<DescribedObject> belonging = this.expected.values().stream()
                    .filter(piece -> object.kind().hasColumns() && Objects.equals(piece.table(), object.name()));
            add(Problem.MISSING, object, " is missing" + by, Corrections.create(object, belonging));
        }
    }

    private void unexpected(DescribedObject object) {
        add(
                Problem.UNEXPECTED,
                object,
                " is not expected: no applied migration creates it",
                Corrections.remove(object, object.parts().get(0)));
    }

    private void add(Problem problem, DescribedObject object, String rest, List<String> correction) {
        this.findings.add(new Finding(problem, object.toString(), object + rest, String.join("\n", correction)));
    }
}
