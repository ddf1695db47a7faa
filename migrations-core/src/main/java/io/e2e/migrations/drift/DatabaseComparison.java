package io.e2e.migrations.drift;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.verify.Finding;
import io.e2e.migrations.verify.Finding.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares every schema that a database should have with the one that it has. Pure. */
final class DatabaseComparison {

    private DatabaseComparison() {}

    /** The findings, the home schema's first; those of other schemas name the schema. */
    static List<Finding> findings(DatabaseText expected, DatabaseText actual, String home, Origins origins) {
        List<Finding> findings = new ArrayList<>();
        expected.schemas().forEach((schema, wanted) -> {
            DescriptionText found = actual.schemas().get(schema);
            if (schema.equals(home)) {
                findings.addAll(SchemaComparison.findings(
                        wanted,
                        Objects.requireNonNullElse(found, new DescriptionText(wanted.major(), SchemaDescription.EMPTY)),
                        origins));
            } else if (found == null) {
                findings.add(new Finding(
                        Problem.MISSING,
                        "schema " + schema,
                        "schema " + schema + " is missing, with all of its objects"));
            } else {
                SchemaComparison.findings(withoutExtensions(wanted), withoutExtensions(found), origins).stream()
                        .map(finding -> inSchema(schema, finding))
                        .forEach(findings::add);
            }
        });
        return findings;
    }

    /** Extensions belong to the database, and are in the description of each schema. */
    private static DescriptionText withoutExtensions(DescriptionText text) {
        List<DescribedObject> objects = text.schema().objects().stream()
                .filter(object -> object.kind() != ObjectKind.EXTENSION)
                .toList();
        return new DescriptionText(text.major(), new SchemaDescription(objects));
    }

    private static Finding inSchema(String schema, Finding finding) {
        @Nullable String correction = finding.correction();
        return new Finding(
                finding.problem(),
                schema + ": " + finding.what(),
                "in schema " + schema + ": " + finding.explanation(),
                correction == null ? null : "SET search_path TO " + Sql.identifier(schema) + ";\n" + correction);
    }
}
