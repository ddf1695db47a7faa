package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.inspect.DescribedKind;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart.Use;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.schema.ObjectRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was seen, and what more can be found out to say which line is wrong: who shaped an object, and which migrations a
 * set lacks. Only asked when something is wrong already. Not thread-safe.
 *
 * @param catalog the catalog
 * @param stations what was seen on the way through it
 * @param states carries out more experiments
 */
record Evidence(MigrationCatalog catalog, List<Station> stations, StateTree states) {

    /** The last of these migrations that changed what the selection promises. */
    Migration lastShaper(Selection selection, List<Migration> among) {
        Migration last = among.get(among.size() - 1);
        for (Station station : this.stations) {
            if (among.contains(station.migration()) && changes(station, selection)) {
                last = station.migration();
            }
        }
        return last;
    }

    private static boolean changes(Station station, Selection selection) {
        return !selection.differences(station.after(), station.before()).isEmpty();
    }

    /** The header line by which the migration would bring in what the set lacks, or an instruction if there is none. */
    String requirement(Migration migration, List<Migration> set, Predicate<Outcome> enough) {
        List<Migration> missing = missing(migration, set, enough);
        if (missing.isEmpty()) {
            return "Its SQL must do the same whatever else is there.";
        }
        String required = usedTable(migration, missing)
                .map(table -> "table " + table)
                .findFirst()
                .orElseGet(() -> missing.stream().map(Migration::paddedNumber).collect(Collectors.joining(", ")));
        return HeaderLines.write("requires: " + required);
    }

    /** Takes all earlier migrations, and leaves out one after another as long as the rest is enough. */
    private List<Migration> missing(Migration migration, List<Migration> set, Predicate<Outcome> enough) {
        Set<Migration> extra = this.catalog.migrations().stream()
                .filter(other -> other.precedes(migration) && !set.contains(other))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (extra.isEmpty() || !enough.test(with(set, extra))) {
            return List.of();
        }
        List<Migration> newestFirst = new ArrayList<>(extra);
        Collections.reverse(newestFirst);
        for (Migration candidate : newestFirst) {
            Set<Migration> fewer = new LinkedHashSet<>(extra);
            fewer.remove(candidate);
            if (!isNeededBy(fewer, candidate) && enough.test(with(set, fewer))) {
                extra = fewer;
            }
        }
        Set<Migration> rest = extra;
        return rest.stream().filter(one -> !isNeededBy(without(rest, one), one)).toList();
    }

    private static Set<Migration> without(Set<Migration> set, Migration one) {
        Set<Migration> others = new HashSet<>(set);
        others.remove(one);
        return others;
    }

    private boolean isNeededBy(Set<Migration> set, Migration candidate) {
        return set.stream()
                .anyMatch(one -> MigrationPlanner.closure(this.catalog, one).contains(candidate));
    }

    private Outcome with(List<Migration> set, Set<Migration> extra) {
        return this.states.of(Experiment.of(this.catalog.migrations().stream()
                .filter(migration -> set.contains(migration) || extra.contains(migration))
                .toList()));
    }

    /** A table that PostgreSQL knows the migration's objects to use, and that all of the missing ones shape. */
    private Stream<String> usedTable(Migration migration, List<Migration> missing) {
        return this.stations.stream()
                .filter(station -> station.migration().equals(migration))
                .flatMap(station -> newObjects(station.before(), station.after()))
                .flatMap(object -> object.parts().stream())
                .flatMap(part -> part.uses().stream())
                .filter(use -> use.kind() == DescribedKind.TABLE)
                .map(Use::name)
                .distinct()
                .filter(table ->
                        this.catalog.touching(ObjectRef.relation(table)).containsAll(missing));
    }

    private static Stream<DescribedObject> newObjects(SchemaDescription before, SchemaDescription after) {
        return after.objects().stream()
                .filter(object -> object.kind() == DescribedKind.VIEW)
                .filter(object -> before.find(object.kind(), object.name(), object.table())
                        .isEmpty());
    }
}
