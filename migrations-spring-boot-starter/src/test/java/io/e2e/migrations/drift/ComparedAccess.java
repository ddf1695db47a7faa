package io.e2e.migrations.drift;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.util.Optional;

/** Always leads to one database, which is compared with a scratch database on the tests' server. */
record ComparedAccess(TargetDatabase database) implements DatabaseAccess {

    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return this.database;
    }

    @Override
    public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
        return TestDatabases.access().readScratch(request, scratch);
    }
}
