package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.stream.Collectors;

/** The database has objects that the plan would create, and they are not from migrations in the history. */
public final class UnmanagedObjectsException extends MigrationException {

    private final List<SchemaObject> objects;

    UnmanagedObjectsException(String target, List<SchemaObject> objects, List<String> otherTools) {
        super(
                "Objects that pending migrations would create already exist in " + target
                        + ", although the history does"
                        + " not contain these migrations:\n"
                        + objects.stream().map(object -> "  " + object).collect(Collectors.joining("\n")),
                remedy(otherTools),
                null);
        this.objects = List.copyOf(objects);
    }

    private static String remedy(List<String> otherTools) {
        if (otherTools.isEmpty()) {
            return "psql or another tool probably created them. If the database is what the migrations make, record that:"
                    + " migrations.adopt(). Otherwise start with an empty database or schema, or drop these objects."
                    + " Nothing was run.";
        }
        String tools = String.join(" and ", otherTools);
        return "The schema has a history of " + tools + ", which probably created them. Let only one tool create them:"
                + " remove them from the test's migrations of " + tools + ", or from e2e.migrations.tables. Then start"
                + " with an empty database or schema, or drop these objects. Nothing was run.";
    }

    /** The existing objects. */
    public List<SchemaObject> objects() {
        return this.objects;
    }
}
