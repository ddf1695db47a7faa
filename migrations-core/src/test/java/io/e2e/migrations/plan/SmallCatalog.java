package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.CatalogBuilder;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A catalog as sets of small numbers, each of which is the bits of an {@code int}: migrations are numbered in the order
 * in which they run, tables from 0. It plans a selection by a naive implementation of the rule.
 */
final class SmallCatalog {

    private final int[] touches;
    private final int[] requires;
    private final int[] finalForms;
    private final int repeatable;

    /**
     * A catalog of these arrays, which must not be changed.
     *
     * @param touches for each migration the tables that it touches
     * @param requires for each migration the earlier ones that it requires by number
     * @param finalForms for each migration the tables whose final form it requires
     * @param repeatable how many migrations, the last ones, are repeatable
     */
    SmallCatalog(int[] touches, int[] requires, int[] finalForms, int repeatable) {
        this.touches = touches;
        this.requires = requires;
        this.finalForms = finalForms;
        this.repeatable = repeatable;
    }

    /** A copy in which one migration also requires a table in its final form. */
    SmallCatalog requiring(int migration, int table) {
        int[] required = this.finalForms.clone();
        required[migration] |= 1 << table;
        return new SmallCatalog(this.touches, this.requires, required, this.repeatable);
    }

    int size() {
        return this.touches.length;
    }

    /** Every table that a migration touches. */
    int tables() {
        return IntStream.of(this.touches).reduce(0, (a, b) -> a | b);
    }

    private boolean isRepeatable(int migration) {
        return migration >= size() - this.repeatable;
    }

    /** The migrations that are not repeatable. */
    int versioned() {
        return (1 << (size() - this.repeatable)) - 1;
    }

    /** The rule of the planner's Javadoc: start with what shapes the selection, add until nothing is added. */
    int naivePlan(int selectedTables) {
        int plan = 0;
        int next = touching(selectedTables, size());
        while (next != plan) {
            plan = next;
            for (int migration = 0; migration < size(); migration++) {
                if (contains(plan, migration)) {
                    next |= this.requires[migration];
                    next |= touching(this.finalForms[migration], migration);
                    next |= touching(this.touches[migration], migration);
                }
            }
        }
        return plan;
    }

    /** The migrations before this one that touch one of the tables. */
    private int touching(int tables, int before) {
        int found = 0;
        for (int migration = 0; migration < before; migration++) {
            if ((this.touches[migration] & tables) != 0) {
                found |= 1 << migration;
            }
        }
        return found;
    }

    /** The migrations after this one that share a table with it. */
    int after(int migration) {
        int found = 0;
        for (int other = migration + 1; other < size(); other++) {
            if ((this.touches[other] & this.touches[migration]) != 0) {
                found |= 1 << other;
            }
        }
        return found;
    }

    static boolean contains(int set, int element) {
        return ((set >> element) & 1) == 1;
    }

    /**
     * This catalog as the library's type. Repeatable migrations have the smallest numbers, and run last nevertheless.
     */
    MigrationCatalog build() {
        List<Migration> migrations = new ArrayList<>();
        int created = 0;
        for (int migration = 0; migration < size(); migration++) {
            migrations.add(CatalogBuilder.migration(file(migration), header(migration, created)));
            created |= this.touches[migration];
        }
        return CatalogBuilder.of(migrations);
    }

    private int number(int migration) {
        return isRepeatable(migration) ? migration + 1 : migration + 101;
    }

    private String file(int migration) {
        return number(migration) + "_m" + migration + ".sql";
    }

    /** The index of this migration. */
    static int index(Migration migration) {
        return Integer.parseInt(migration.name().substring(1));
    }

    static String table(int table) {
        return "t" + table;
    }

    private MigrationHeader header(int migration, int created) {
        List<SchemaObject> creates = new ArrayList<>();
        List<SchemaObject> alters = new ArrayList<>();
        for (int table = 0; table < Integer.SIZE; table++) {
            if (contains(this.touches[migration], table)) {
                (contains(created, table) ? alters : creates).add(SchemaObject.of(ObjectKind.TABLE, table(table)));
            }
        }
        List<Requirement> required = new ArrayList<>();
        for (int other = 0; other < migration; other++) {
            if (contains(this.requires[migration], other)) {
                required.add(new Requirement.OtherMigration(MigrationVersion.of(String.valueOf(number(other)))));
            }
        }
        for (int table = 0; table < Integer.SIZE; table++) {
            if (contains(this.finalForms[migration], table)) {
                required.add(new Requirement.FinalForm(SchemaObject.of(ObjectKind.TABLE, table(table))));
            }
        }
        return new MigrationHeader(
                "m" + migration,
                "",
                Set.of(),
                creates,
                alters,
                List.of(),
                required,
                Set.of(),
                isRepeatable(migration),
                null);
    }

    @Override
    public String toString() {
        return "touches " + bits(this.touches) + ", requires " + bits(this.requires) + ", final forms "
                + bits(this.finalForms) + ", the last " + this.repeatable + " repeatable";
    }

    private static String bits(int[] sets) {
        return IntStream.of(sets).mapToObj(Integer::toBinaryString).toList().toString();
    }
}
