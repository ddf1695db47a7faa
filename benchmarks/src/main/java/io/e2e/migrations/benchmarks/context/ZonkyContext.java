package io.e2e.migrations.benchmarks.context;

import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseProvider;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;

/** Runs on zonky's embedded PostgreSQL, which Flyway migrates. */
@AutoConfigureEmbeddedDatabase(type = DatabaseType.POSTGRES, provider = DatabaseProvider.EMBEDDED)
class ZonkyContext extends DatabaseContext {}
