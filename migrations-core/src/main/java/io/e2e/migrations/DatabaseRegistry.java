package io.e2e.migrations;

import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The databases that a service has opened. Configurations that differ only in tables and options share a database.
 * Thread-safe.
 */
final class DatabaseRegistry implements AutoCloseable {

    private final DatabaseAccess access;
    private final Map<DatabaseRequest, TargetDatabase> open = new LinkedHashMap<>();
    private final Set<TargetDatabase> newCopies = Collections.newSetFromMap(new IdentityHashMap<>());

    DatabaseRegistry(DatabaseAccess access) {
        this.access = access;
    }

    DatabaseAccess access() {
        return this.access;
    }

    /** The database that a configuration names; if it is opened now, the access may make it a copy of the template. */
    synchronized TargetDatabase get(MigrationConfig config, DatabaseTemplate template) {
        DatabaseRequest request = config.databaseRequest();
        TargetDatabase database = this.open.get(name(request));
        if (database == null) {
            Optional<TargetDatabase> known = openKnown(request, template);
            database = opened(request, known.isPresent() ? known.get() : this.access.open(request, template));
        }
        return database;
    }

    /**
     * The report of a new copy whose template was verified before, once; empty if the database is no such copy. It is opened
     * if the access keeps templates.
     */
    synchronized Optional<VerifiedReport> claimReport(MigrationConfig config, DatabaseTemplate template) {
        if (!this.access.keepsTemplates()) {
            return Optional.empty();
        }
        TargetDatabase database = get(config, template);
        Optional<VerifiedReport> report = database.verifiedReport();
        return report.isPresent() && claimNewCopy(database) ? report : Optional.empty();
    }

    /** The open database that a configuration names, in a line; empty if there is none. */
    synchronized String description(MigrationConfig config) {
        TargetDatabase database = this.open.get(name(config.databaseRequest()));
        return database == null ? "" : database.description();
    }

    /** Timeouts do not name another database. */
    private static DatabaseRequest name(DatabaseRequest request) {
        return request.withTimeouts(Timeouts.defaults());
    }

    private Optional<TargetDatabase> openKnown(DatabaseRequest request, DatabaseTemplate template) {
        Optional<String> key = template.key();
        return key.isPresent() ? this.access.openKnown(request, key.get()) : Optional.empty();
    }

    private TargetDatabase opened(DatabaseRequest request, TargetDatabase database) {
        this.open.put(name(request), database);
        if (database.isCopyOfTemplate()) {
            this.newCopies.add(database);
        }
        return database;
    }

    /** Claims a new copy, for the one run that reports what came with the template; {@code false} if it is not new. */
    synchronized boolean claimNewCopy(TargetDatabase database) {
        return this.newCopies.remove(database);
    }

    @Override
    public synchronized void close() {
        List<TargetDatabase> closing = List.copyOf(this.open.values());
        this.open.clear();
        this.newCopies.clear();
        RuntimeException failure = null;
        for (TargetDatabase database : closing) {
            try {
                database.close();
            } catch (RuntimeException ex) {
                if (failure == null) {
                    failure = ex;
                } else {
                    failure.addSuppressed(ex);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
