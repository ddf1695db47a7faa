package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.schema.ObjectRef;
import java.util.List;

/** Why a migration is in the plan. {@code toString} is the text in reports. */
public sealed interface Reason {

    /** Nothing is selected, which means everything. */
    record Everything() implements Reason {
        @Override
        public String toString() {
            return "all tables are requested";
        }
    }

    /**
     * The catalog has no headers, and is applied as a whole.
     *
     * @param leftOut the files that are left out of it
     */
    record WholeCatalog(List<String> leftOut) implements Reason {

        public WholeCatalog {
            leftOut = List.copyOf(leftOut);
        }

        @Override
        public String toString() {
            return "the catalog is applied as a whole"
                    + (this.leftOut.isEmpty() ? "" : ", without " + String.join(", ", this.leftOut));
        }
    }

    /**
     * The plan of a selection is not sure to give what the whole catalog gives.
     *
     * @param because why not
     */
    record Widened(String because) implements Reason {
        @Override
        public String toString() {
            return "the whole catalog, since " + this.because;
        }
    }

    /**
     * An entry of the selection names the migration, or an object that it creates.
     *
     * @param entry the entry, unchanged; several are separated by commas
     */
    record Requested(String entry) implements Reason {

        /** Both reasons as one, with each entry once. */
        Requested and(Requested other) {
            return List.of(this.entry.split(", ")).contains(other.entry)
                    ? this
                    : new Requested(this.entry + ", " + other.entry);
        }

        @Override
        public String toString() {
            return "requested: " + this.entry;
        }
    }

    /**
     * The migration shapes a selected object, which needs it for its final form.
     *
     * @param object the object
     */
    record Shapes(ObjectRef object) implements Reason {
        @Override
        public String toString() {
            return "shapes " + this.object;
        }
    }

    /**
     * Another migration of the plan requires this one.
     *
     * @param migration the migration that requires it
     */
    record RequiredBy(Migration migration) implements Reason {
        @Override
        public String toString() {
            return "required by " + this.migration.label();
        }
    }

    /**
     * The migration precedes another one of the plan on the same object, so that a later, wider selection only appends.
     *
     * @param migration the later migration
     * @param object the object that both touch
     */
    record Precedes(Migration migration, ObjectRef object) implements Reason {
        @Override
        public String toString() {
            return "precedes " + this.migration.label() + " on " + this.object;
        }
    }

    /**
     * The repeatable migration was applied before and must run again.
     *
     * @param because what changed
     */
    record RunsAgain(String because) implements Reason {
        @Override
        public String toString() {
            return "again: " + this.because;
        }
    }
}
