package io.e2e.migrations.derive;

import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import org.jspecify.annotations.Nullable;

/**
 * What migrations are compared by: an object with everything that belongs to it.
 *
 * @param kind its kind; {@code null} if headers have no word for it, as for an operator
 * @param name its name, with the schema unless that is the one of the migrations; what {@code pg_describe_object} says of
 *     an object without a kind
 */
record Subject(@Nullable ObjectKind kind, String name) {

    ObjectRef ref() {
        return new ObjectRef(this.kind == null ? ObjectRef.Space.DATABASE : this.kind.space(), this.name);
    }

    /** The requirement of a migration that reads or uses it. */
    Requirement requirement() {
        return this.kind == null
                ? new Requirement.Use(ref())
                : new Requirement.FinalForm(SchemaObject.of(this.kind, this.name));
    }

    /** Whether an object that depends on it changes with it, as one does with a function, and not with a table. */
    boolean changesItsUsers() {
        return this.kind == null ? !this.name.matches("(schema|extension|language|role) .*") : this.kind.isDefinition();
    }
}
