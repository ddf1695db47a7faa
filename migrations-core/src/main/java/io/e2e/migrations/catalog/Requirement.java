package io.e2e.migrations.catalog;

import io.e2e.migrations.schema.SchemaObject;

/** What a migration needs and its alterations do not tell. */
public sealed interface Requirement {

    /** Another migration, by number. */
    record OtherMigration(int number) implements Requirement {
        @Override
        public String toString() {
            return Migration.paddedNumber(this.number);
        }
    }

    /** The final form of an object that stands alone, mostly a table: every migration that shapes it. */
    record FinalForm(SchemaObject object) implements Requirement {
        @Override
        public String toString() {
            return this.object.toString();
        }
    }

    /** An extension, which the migration creates if it is absent. */
    record Extension(String name) implements Requirement {
        @Override
        public String toString() {
            return "extension " + this.name;
        }
    }

    /** A role to which the migration grants rights where it exists; the report says when it does not. */
    record Role(String name) implements Requirement {
        @Override
        public String toString() {
            return "role " + this.name;
        }
    }
}
