package io.e2e.migrations;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.reset.DataReset;
import io.e2e.migrations.reset.NothingMigratedException;
import io.e2e.migrations.reset.ResetReport;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.time.TimeSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resets of a service: one for each database and schema, with what it has recorded. Thread-safe. */
final class Resets implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationService.class);

    /** Flyway's and Liquibase's tables by default (Spring Boot reference, "Common Application Properties"). */
    private static final Set<String> HISTORIES =
            Set.of("flyway_schema_history", "databasechangelog", "databasechangeloglock");

    private final SessionCache sessions;
    private final TimeSource time;
    private final Map<Key, DataReset> resets = new HashMap<>();

    Resets(TimeSource time) {
        this.sessions = new SessionCache(time);
        this.time = time;
    }

    /** Needs no plan, since a reset is for all migrations. */
    synchronized ResetReport run(TargetDatabase database, MigrationOptions options) {
        if (options.locations().isEmpty() && !database.isOwn()) {
            throw NothingMigratedException.withoutLocations(database.description());
        }
        DataReset reset = of(database, options, HISTORIES);
        ResetReport report = this.sessions.with(database, options, reset::run);
        LOG.debug("{}", report);
        return report;
    }

    /** In a session that ends: the database may be copied next, and perhaps no test resets it. */
    synchronized void record(TargetDatabase database, MigrationOptions options, Collection<String> histories) {
        if (database.isOwn()) {
            Set<String> all = Stream.concat(HISTORIES.stream(), histories.stream())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            try (DatabaseSession session = DatabaseSession.open(database, options, this.time)) {
                of(database, options, all).record(session);
            }
        }
    }

    private DataReset of(TargetDatabase database, MigrationOptions options, Set<String> histories) {
        HistoryTable history = new HistoryTable(options.schema());
        return this.resets.computeIfAbsent(
                new Key(database, history),
                absent -> database.isOwn() ? DataReset.ofAll(history, histories) : DataReset.ofMigrated(history));
    }

    @Override
    public void close() {
        this.sessions.close();
    }

    private record Key(TargetDatabase database, HistoryTable history) {}
}
