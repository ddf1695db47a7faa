package io.e2e.migrations.schema;

/**
 * What two migrations can have in common: an object that stands alone, known by its name and by where that is unique.
 *
 * @param space where the name is unique
 * @param name the name in it
 */
public record ObjectRef(Space space, String name) {

    /** Where names are unique. */
    public enum Space {
        /** Among the relations of a schema. */
        RELATION,
        /** Among the functions of a schema, regardless of their arguments. */
        FUNCTION,
        /** Among the types of a schema. */
        TYPE,
        /** On one table only, so that nothing is known by such a name alone. */
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
