package io.e2e.migrations.schema;

/**
 * What two migrations can have in common: a relation (tables and views share one name space in PostgreSQL) or a
 * function.
 *
 * @param space which name space
 * @param name the name in it
 */
public record ObjectRef(Space space, String name) {

    /** The name spaces of a schema. */
    public enum Space {
        /** Tables, partitions, views and indexes. */
        RELATION,
        /** Functions, regardless of their arguments. */
        FUNCTION
    }

    /** A table or view. */
    public static ObjectRef relation(String name) {
        return new ObjectRef(Space.RELATION, name);
    }

    /** A function. */
    public static ObjectRef function(String name) {
        return new ObjectRef(Space.FUNCTION, name);
    }

    @Override
    public String toString() {
        return this.space == Space.FUNCTION ? this.name + "()" : this.name;
    }
}
