package io.e2e.migrations.config;

import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How migrations are found, applied and verified: the part of a configuration that most tests do not change.
 *
 * @param locations the directories of the SQL files, {@code classpath:} or {@code file:}, which form one catalog;
 *     {@link #DATA_STORAGE_LOCATION} by default; empty means that there are no migrations
 * @param schema the schema that receives every object, {@code public} by default
 * @param outOfOrder what to do with a pending migration that precedes an applied one on the same objects
 * @param verify how much is compared after applying
 * @param timeouts how long to wait
 * @param partitions the months for which tables have partitions
 * @param catalog how files without our headers are read
 */
public record MigrationOptions(
        List<String> locations,
        String schema,
        OutOfOrder outOfOrder,
        VerifyLevel verify,
        Timeouts timeouts,
        PartitionHorizon partitions,
        CatalogOptions catalog) {

    /** The Data Storage catalog, from the module {@code migrations-sql}. */
    public static final String DATA_STORAGE_LOCATION = "classpath:db/e2e-migrations";

    /** The schema of the history; migrations must not use it. */
    public static final String HISTORY_SCHEMA = "e2e_migrations";

    private static final MigrationOptions DEFAULTS = new MigrationOptions(
            List.of(DATA_STORAGE_LOCATION),
            "public",
            OutOfOrder.FAIL,
            VerifyLevel.RELATIONS,
            Timeouts.defaults(),
            PartitionHorizon.defaults(),
            CatalogOptions.defaults());

    public MigrationOptions {
        locations = List.copyOf(locations);
        requireSchema("schema", schema);
        Objects.requireNonNull(outOfOrder, "outOfOrder");
        Objects.requireNonNull(verify, "verify");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(partitions, "partitions");
        Objects.requireNonNull(catalog, "catalog");
    }

    static void requireSchema(String name, String schema) {
        SqlName.require(name, schema);
        if (schema.startsWith("pg_") || schema.equals("information_schema")) {
            throw new IllegalArgumentException(
                    name + " must not be " + schema + ", which PostgreSQL reserves for itself");
        }
        if (schema.equals(HISTORY_SCHEMA)) {
            throw new IllegalArgumentException(name + " must not be " + HISTORY_SCHEMA + ", which holds the history");
        }
    }

    /** The options without any setting. */
    public static MigrationOptions defaults() {
        return DEFAULTS;
    }

    /** A copy that reads the catalog from these directories. */
    public MigrationOptions withLocations(String... locations) {
        return new MigrationOptions(List.of(locations), schema, outOfOrder, verify, timeouts, partitions, catalog);
    }

    /** A copy that migrates this schema. */
    public MigrationOptions withSchema(String schema) {
        return new MigrationOptions(locations, schema, outOfOrder, verify, timeouts, partitions, catalog);
    }

    /** A copy that treats migrations out of order in this way. */
    public MigrationOptions withOutOfOrder(OutOfOrder outOfOrder) {
        return new MigrationOptions(locations, schema, outOfOrder, verify, timeouts, partitions, catalog);
    }

    /** A copy that verifies at this level. */
    public MigrationOptions withVerify(VerifyLevel verify) {
        return new MigrationOptions(locations, schema, outOfOrder, verify, timeouts, partitions, catalog);
    }

    /** A copy with these timeouts. */
    public MigrationOptions withTimeouts(Timeouts timeouts) {
        return new MigrationOptions(locations, schema, outOfOrder, verify, timeouts, partitions, catalog);
    }

    /** A copy that creates partitions for these months. */
    public MigrationOptions withPartitions(PartitionHorizon partitions) {
        return new MigrationOptions(locations, schema, outOfOrder, verify, timeouts, partitions, catalog);
    }

    /** A copy that reads files without our headers in this way. */
    public MigrationOptions withCatalog(CatalogOptions catalog) {
        return new MigrationOptions(locations, schema, outOfOrder, verify, timeouts, partitions, catalog);
    }

    /** What to do with a pending migration that precedes an applied one which shares an object with it. */
    public enum OutOfOrder {
        /** Refuse to start: the result could differ from that of the catalog's order. The default. */
        FAIL,
        /** Apply it out of order. */
        APPLY
    }

    /** How much is verified after applying. */
    public enum VerifyLevel {
        /** Nothing. */
        NONE,
        /** Every object that the plan creates exists and is valid. */
        RELATIONS,
        /**
         * Every object is as the applied migrations make it: columns, constraints, indexes, triggers, functions, types,
         * privileges and what else belongs to them.
         */
        FULL,
        /** As FULL, and the tables contain the rows that the applied migrations insert. */
        FULL_WITH_SEEDS;

        /** Whether objects are compared with those of a scratch database. */
        public boolean isFull() {
            return compareTo(FULL) >= 0;
        }
    }

    /**
     * How long to wait. Each timeout has an exception of its own.
     *
     * @param connect for the database to accept a connection, 10 s by default
     * @param lock for another process that migrates the same database, and for locks on its tables, 60 s by default
     * @param statement for one statement of a migration, 60 s by default
     * @param run for the whole of a run, connecting included, 10 min by default
     */
    public record Timeouts(Duration connect, Duration lock, Duration statement, Duration run) {

        private static final Duration MAXIMUM = Duration.ofDays(24);

        public Timeouts {
            requireMilliseconds("connect", connect);
            requireMilliseconds("lock", lock);
            requireMilliseconds("statement", statement);
            requireMilliseconds("run", run);
        }

        /** 10 s to connect, 60 s for locks, 60 s for a statement, 10 min for a run. */
        public static Timeouts defaults() {
            return new Timeouts(
                    Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(10));
        }

        /** Written out, as each record's own comparison is linked anew in every JVM, which a start waits for. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Timeouts that
                    && this.connect.equals(that.connect)
                    && this.lock.equals(that.lock)
                    && this.statement.equals(that.statement)
                    && this.run.equals(that.run);
        }

        @Override
        public int hashCode() {
            return Objects.hash(this.connect, this.lock, this.statement, this.run);
        }

        /** A copy with another timeout for connecting. */
        public Timeouts withConnect(Duration connect) {
            return new Timeouts(connect, this.lock, this.statement, this.run);
        }

        /** A copy with another timeout for locks. */
        public Timeouts withLock(Duration lock) {
            return new Timeouts(this.connect, lock, this.statement, this.run);
        }

        /** A copy with another timeout for a statement. */
        public Timeouts withStatement(Duration statement) {
            return new Timeouts(this.connect, this.lock, statement, this.run);
        }

        /** A copy with another timeout for a run. */
        public Timeouts withRun(Duration run) {
            return new Timeouts(this.connect, this.lock, this.statement, run);
        }

        /**
         * The server takes a shorter timeout for zero, which means no limit, and counts milliseconds in 31 bits
         * (PostgreSQL manual, "statement_timeout").
         */
        private static void requireMilliseconds(String name, Duration value) {
            if (value.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException(name + "-timeout must be at least 1 ms, not " + value);
            }
            if (value.compareTo(MAXIMUM) > 0) {
                throw new IllegalArgumentException(name + "-timeout must be at most 24 days, not " + value);
            }
        }
    }

    /**
     * The months, in UTC, for which partitioned tables have a partition.
     *
     * @param from the first month; {@code null} (the default) means the previous month
     * @param monthsAhead the number of months after the current one, 3 by default
     */
    public record PartitionHorizon(@Nullable YearMonth from, int monthsAhead) {

        public PartitionHorizon {
            if (monthsAhead < 0) {
                throw new IllegalArgumentException("partitions.months-ahead must not be negative: " + monthsAhead);
            }
        }

        /** From the previous month to three months ahead. */
        public static PartitionHorizon defaults() {
            return new PartitionHorizon(null, 3);
        }

        /** The first month with a partition when the current month is {@code today}. */
        public YearMonth first(YearMonth today) {
            return this.from == null ? today.minusMonths(1) : this.from;
        }

        /** The last month with a partition when the current month is {@code today}. */
        public YearMonth last(YearMonth today) {
            return today.plusMonths(this.monthsAhead);
        }
    }
}
