package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.stream.Collectors;

/** The database holds objects that the plan would create, and no history says that these migrations made them. */
public final class UnmanagedObjectsException extends MigrationException {

    private final List<SchemaObject> objects;

    UnmanagedObjectsException(String target, List<SchemaObject> objects, List<String> otherTools) {
        super(
                "Objects that pending migrations would create exist in " + target + " already, but the history does not"
                        + " say that these migrations were applied:\n"
                        + objects.stream().map(object -> "  " + object).collect(Collectors.joining("\n")),
                remedy(otherTools),
                null);
        this.objects = List.copyOf(objects);
    }

    private static String remedy(List<String> otherTools) {
        if (otherTools.isEmpty()) {
            return "They were probably made by psql or another tool. Start with an empty database or schema, or drop these"
                    + " objects. Nothing was run.";
        }
        String tools = String.join(" and ", otherTools);
        return "The schema has a history of " + tools + ", which probably made them. Let one tool alone make them: take"
                + " them out of the test's migrations of " + tools
                + ", or leave them out of e2e.migrations.tables. Then start"
                + " with an empty database or schema, or drop these objects. Nothing was run.";
    }

    /** What is in the way. */
    public List<SchemaObject> objects() {
        return this.objects;
    }
}
