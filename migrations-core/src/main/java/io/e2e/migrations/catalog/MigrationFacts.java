package io.e2e.migrations.catalog;

import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;

/**
 * What a replay found out about a migration: the values that a header gives, and what no header can say.
 *
 * @param creates the objects that it creates
 * @param alters the objects that it alters
 * @param drops the objects that it drops
 * @param requires what else it needs: what it reads or uses
 * @param touches further objects whose migrations it must be in order with, such as a table that a dropped view read
 */
public record MigrationFacts(
        List<SchemaObject> creates,
        List<SchemaObject> alters,
        List<SchemaObject> drops,
        List<Requirement> requires,
        List<ObjectRef> touches) {

    public MigrationFacts {
        creates = List.copyOf(creates);
        alters = List.copyOf(alters);
        drops = List.copyOf(drops);
        requires = List.copyOf(requires);
        touches = List.copyOf(touches);
    }
}
