package io.e2e.migrations.boot.engine;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Opens the first database, which is the one that the application uses, so that what is added to it is kept. Thread-safe. */
public final class FirstExtended implements DatabaseAccess {

    private final DatabaseAccess first;
    private final DatabaseAccess others;
    private final AtomicBoolean opened = new AtomicBoolean();

    /**
     * Creates the access.
     *
     * @param first opens the first database
     * @param others opens those after it
     */
    public FirstExtended(DatabaseAccess first, DatabaseAccess others) {
        this.first = first;
        this.others = others;
    }

    private DatabaseAccess now() {
        return this.opened.get() ? this.others : this.first;
    }

    @Override
    public DatabaseAccess scratchAccess() {
        return this.others.scratchAccess();
    }

    @Override
    public boolean keepsTemplates() {
        return this.first.keepsTemplates();
    }

    @Override
    public Optional<TargetDatabase> openKnown(DatabaseRequest request, String key) {
        Optional<TargetDatabase> known = now().openKnown(request, key);
        known.ifPresent(database -> this.opened.set(true));
        return known;
    }

    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return this.others.open(request);
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        TargetDatabase database = now().open(request, template);
        this.opened.set(true);
        return database;
    }

    @Override
    public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
        return this.others.readScratch(request, scratch);
    }
}
