package io.e2e.migrations.testing;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts the connections and messages to the databases of an access. */
public final class WatchedAccess implements DatabaseAccess {

    private final DatabaseAccess access;
    private final List<SharedDatabase> opened = new CopyOnWriteArrayList<>();

    public WatchedAccess(DatabaseAccess access) {
        this.access = access;
    }

    /** Returns the databases that were opened, in their order. */
    public List<SharedDatabase> opened() {
        return this.opened;
    }

    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return watched(this.access.open(request));
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        return watched(this.access.open(request, template));
    }

    private TargetDatabase watched(TargetDatabase database) {
        SharedDatabase watched = SharedDatabase.watching(database);
        this.opened.add(watched);
        return watched;
    }
}
