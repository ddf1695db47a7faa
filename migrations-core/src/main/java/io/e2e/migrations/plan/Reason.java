package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.schema.ObjectRef;
import java.util.List;

/** Why a migration is in the plan; {@code toString} is the reason as the report shows it. */
public sealed interface Reason {

    /** Nothing was selected, so everything is. */
    record Everything() implements Reason {
        @Override
        public String toString() {
            return "all tables are requested";
        }
    }

    /**
     * It creates what an entry of the selection names.
     *
     * @param entry the entry as it was written, or several with commas between
     */
    record Requested(String entry) implements Reason {

        /** Both, each named once. */
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
     * It gives a selected object its final form.
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
     * Another migration of the plan says that it needs this one.
     *
     * @param migration the one that needs it
     */
    record RequiredBy(Migration migration) implements Reason {
        @Override
        public String toString() {
            return "required by " + this.migration.label();
        }
    }

    /**
     * It comes before another migration of the plan on the same object, so that a later, wider selection only appends.
     *
     * @param migration the later one
     * @param object what both touch
     */
    record Precedes(Migration migration, ObjectRef object) implements Reason {
        @Override
        public String toString() {
            return "precedes " + this.migration.label() + " on " + this.object;
        }
    }

    /**
     * A repeatable migration that was applied before and has to run again.
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
