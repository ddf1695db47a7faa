package io.e2e.migrations;

import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
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
        return this.open.computeIfAbsent(
                name(request),
                absent -> opened(openKnown(request, template).orElseGet(() -> this.access.open(request, template))));
    }

    /** The database that a configuration names, if it was or is opened as a copy of a template that the access knows. */
    synchronized Optional<TargetDatabase> getKnown(MigrationConfig config, DatabaseTemplate template) {
        DatabaseRequest request = config.databaseRequest();
        return Optional.ofNullable(this.open.computeIfAbsent(
                name(request),
                absent -> openKnown(request, template).map(this::opened).orElse(null)));
    }

    /** Timeouts do not name another database. */
    private static DatabaseRequest name(DatabaseRequest request) {
        return request.withTimeouts(Timeouts.defaults());
    }

    private Optional<TargetDatabase> openKnown(DatabaseRequest request, DatabaseTemplate template) {
        return template.key().flatMap(key -> this.access.openKnown(request, key));
    }

    private TargetDatabase opened(TargetDatabase database) {
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
