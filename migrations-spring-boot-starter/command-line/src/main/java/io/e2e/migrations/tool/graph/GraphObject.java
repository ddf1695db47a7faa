package io.e2e.migrations.tool.graph;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import java.util.List;

/**
 * An object of the graph.
 *
 * @param index its place among all of them
 * @param kind its kind
 * @param ref what identifies it
 * @param changes the migrations that touch it after the one that creates it
 * @param dropped whether the last of them drops it
 */
record GraphObject(int index, ObjectKind kind, ObjectRef ref, List<Migration> changes, boolean dropped) {

    String name() {
        return this.ref.name();
    }

    /** What a reader calls it: nothing more for a table. */
    String note() {
        return (this.kind == ObjectKind.TABLE ? "" : this.kind.keyword()) + (this.dropped ? " dropped" : "");
    }
}
