package io.e2e.migrations.catalog;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationVersion;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Finds versions to suggest for migrations that have the version of another one. Never suggests one twice. */
final class FreeVersions {

    /** The size of the range of a location: the first one after the Data Storage catalog begins with 10001. */
    private static final BigInteger RANGE = BigInteger.valueOf(10_000);

    private final List<Migration> migrations;
    private final Set<BigInteger> used = new HashSet<>();

    FreeVersions(List<Migration> migrations) {
        this.migrations = migrations;
        migrations.forEach(migration -> this.used.add(migration.version().first()));
    }

    /** The migration of a later location, and never one of the Data Storage catalog if there is another. */
    static Migration newest(List<Migration> same) {
        return same.stream()
                .filter(migration -> !migration.location().equals(MigrationOptions.DATA_STORAGE_LOCATION))
                .reduce(same.get(same.size() - 1), (earlier, later) -> later);
    }

    /** The version after all versioned migrations of the location. */
    MigrationVersion next(String location) {
        return after(highest(migration ->
                migration.location().equals(location) && !migration.header().repeatable()));
    }

    /** A version of the location that is greater than all versions of other locations. */
    MigrationVersion nextOfOwnRange(String location) {
        BigInteger others = highest(migration -> !migration.location().equals(location));
        BigInteger own = highest(migration -> migration.location().equals(location));
        return after(
                own.compareTo(others) > 0
                        ? own
                        : others.divide(RANGE).add(BigInteger.ONE).multiply(RANGE));
    }

    private BigInteger highest(Predicate<Migration> which) {
        return this.migrations.stream()
                .filter(which)
                .map(migration -> migration.version().first())
                .max(BigInteger::compareTo)
                .orElse(BigInteger.ZERO);
    }

    private MigrationVersion after(BigInteger number) {
        BigInteger next = number.add(BigInteger.ONE);
        while (!this.used.add(next)) {
            next = next.add(BigInteger.ONE);
        }
        return new MigrationVersion(List.of(next));
    }
}
