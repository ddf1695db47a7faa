package io.e2e.migrations.tool.schema;

import java.util.Comparator;
import java.util.List;

/**
 * An object of a database, and the statements that make it.
 *
 * @param key identifies it
 * @param rank its place among the kinds of objects, if dependencies leave a choice
 * @param name its name, for messages and for the order of objects of a kind
 * @param statements what makes it, in order
 */
record ScriptObject(ObjectKey key, int rank, String name, List<String> statements) {

    static final Comparator<ScriptObject> ORDER = Comparator.comparingInt(ScriptObject::rank)
            .thenComparing(ScriptObject::name)
            .thenComparingLong(object -> object.key().oid());

    ScriptObject {
        statements = List.copyOf(statements);
    }
}
