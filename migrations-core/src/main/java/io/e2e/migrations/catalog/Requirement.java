package io.e2e.migrations.catalog;

import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;

/** Something that a migration needs besides the objects that it touches. */
public sealed interface Requirement {

    /** Another migration, by its version. */
    record OtherMigration(MigrationVersion version) implements Requirement {
        @Override
        public String toString() {
            return this.version.toString();
        }
    }

    /** The final form of an object, such as a table: every migration that shapes it. */
    record FinalForm(SchemaObject object) implements Requirement {
        @Override
        public String toString() {
            return this.object.toString();
        }
    }

    /** An object that only a replay finds, and only a header of {@code describe} names: every earlier migration that touches it. */
    record Use(ObjectRef object) implements Requirement {
        @Override
        public String toString() {
            return this.object.toString();
        }
    }

    /** An extension, which is created before the migration runs if it does not exist. */
    record Extension(String name) implements Requirement {
        @Override
        public String toString() {
            return "extension " + this.name;
        }
    }

    /** A role that the migration grants privileges to if it exists; the report says if it does not. */
    record Role(String name) implements Requirement {
        @Override
        public String toString() {
            return "role " + this.name;
        }
    }
}
