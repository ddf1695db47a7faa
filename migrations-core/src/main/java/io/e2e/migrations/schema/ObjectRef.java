package io.e2e.migrations.schema;

/**
 * Identifies an object that belongs to no table, so that migrations can be compared by the objects that they touch.
 *
 * @param space the name space in which its name is unique
 * @param name its name
 */
public record ObjectRef(Space space, String name) {

    /** The name space in which names are unique. */
    public enum Space {
        /** Among the relations of a schema. */
        RELATION,
        /** Among the functions of a schema, regardless of their arguments. */
        FUNCTION,
        /** Among the types of a schema. */
        TYPE,
        /** On one table only, so that the name alone identifies no object. */
        TABLE,
        /** In the whole database. */
        DATABASE
    }

    /** A relation, such as a table or view. */
    public static ObjectRef relation(String name) {
        return new ObjectRef(Space.RELATION, name);
    }

    @Override
    public String toString() {
        return switch (this.space) {
            case FUNCTION -> this.name + "()";
            case TYPE -> "type " + this.name;
            default -> this.name;
        };
    }
}
