package io.e2e.migrations;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The databases that a service has opened, each once: configurations that differ only in tables and options share one.
 * Thread-safe.
 */
final class OpenDatabases implements AutoCloseable {

    private final DatabaseAccess access;
    private final Map<Key, TargetDatabase> open = new LinkedHashMap<>();
    private final Set<TargetDatabase> newCopies = Collections.newSetFromMap(new IdentityHashMap<>());

    OpenDatabases(DatabaseAccess access) {
        this.access = access;
    }

    /** The database of a configuration; if it must be opened, the template is what it may be a copy of. */
    synchronized TargetDatabase of(MigrationConfig config, DatabaseTemplate template) {
        return this.open.computeIfAbsent(Key.of(config), key -> open(config, template));
    }

    private TargetDatabase open(MigrationConfig config, DatabaseTemplate template) {
        TargetDatabase database = this.access.open(config, template);
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

    /** The part of a configuration that names a database. */
    private record Key(
            @Nullable String namespace,
            @Nullable Path kubeconfig,
            String service,
            String user,
            @Nullable Secret password,
            String db) {

        static Key of(MigrationConfig config) {
            return new Key(
                    config.namespace(),
                    config.kubeconfigPath(),
                    config.postgresService(),
                    config.postgresUser(),
                    config.postgresPassword(),
                    config.postgresDb());
        }
    }
}
