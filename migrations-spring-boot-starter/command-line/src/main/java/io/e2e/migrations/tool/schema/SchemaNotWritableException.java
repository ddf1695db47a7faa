package io.e2e.migrations.tool.schema;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schema cannot be written as SQL that makes exactly the same again. Nothing was written. */
public final class SchemaNotWritableException extends MigrationException {

    private SchemaNotWritableException(String problem, @Nullable Throwable cause) {
        super(
                problem,
                "Write the description instead (--as=description, or -De2e.migrations.as=description with Maven), or select"
                        + " tables without it.",
                cause);
    }

    static SchemaNotWritableException kinds(List<String> objects) {
        return new SchemaNotWritableException(
                "The schema cannot be written as SQL, which has no form here for: " + String.join(", ", objects) + ".",
                null);
    }

    static SchemaNotWritableException circle(List<String> objects) {
        return new SchemaNotWritableException(
                "The schema cannot be written as SQL, because these objects, or some of them, need each other: "
                        + String.join(", ", objects) + ".",
                null);
    }

    static SchemaNotWritableException refused(String object, String statement, Exception refusal) {
        return new SchemaNotWritableException(
                "The schema cannot be written as SQL: an empty database refuses what makes " + object + ": "
                        + refusal.getMessage() + "\n" + statement,
                refusal);
    }

    static SchemaNotWritableException different(String differences) {
        return new SchemaNotWritableException(
                "The schema cannot be written as SQL: an empty database gets another one from it:" + differences, null);
    }
}
