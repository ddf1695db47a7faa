package io.e2e.migrations.provision;

import io.e2e.migrations.database.TargetDatabase;

/** A database to which its user adds something that later databases may come with. */
public interface ExtensibleDatabase extends TargetDatabase {

    /** What is added. */
    DatabaseAddition addition();
}
