package io.e2e.migrations.benchmarks.context;

import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseProvider;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;

/** The same on zonky's embedded PostgreSQL; Flyway migrates it. */
@AutoConfigureEmbeddedDatabase(type = DatabaseType.POSTGRES, provider = DatabaseProvider.EMBEDDED)
class ZonkyContext extends DatabaseContext {}
