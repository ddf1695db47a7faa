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
import java.util.Set;

/**
 * The databases that a service has opened, each once: configurations that differ only in tables and options share one.
 * Thread-safe.
 */
final class DatabaseRegistry implements AutoCloseable {

    private final DatabaseAccess access;
    private final Map<DatabaseRequest, TargetDatabase> open = new LinkedHashMap<>();
    private final Set<TargetDatabase> newCopies = Collections.newSetFromMap(new IdentityHashMap<>());

    DatabaseRegistry(DatabaseAccess access) {
        this.access = access;
    }

    /** The database of a configuration; if it must be opened, the template is what it may be a copy of. */
    synchronized TargetDatabase of(MigrationConfig config, DatabaseTemplate template) {
        DatabaseRequest request = config.databaseRequest();
        // How long somebody waits makes no other database.
        return this.open.computeIfAbsent(request.withTimeouts(Timeouts.defaults()), key -> open(request, template));
    }

    private TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        TargetDatabase database = this.access.open(request, template);
        if (database.isCopyOfTemplate()) {
            this.newCopies.add(database);
        }
        return database;
    }

    /** Whether it is the copy of a template and nobody {@link #takeNewCopy took} it for one. */
    synchronized boolean isNewCopy(TargetDatabase database) {
        return this.newCopies.contains(database);
    }

    /** The same for who reports what it holds, which is done once. */
    synchronized boolean takeNewCopy(TargetDatabase database) {
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
