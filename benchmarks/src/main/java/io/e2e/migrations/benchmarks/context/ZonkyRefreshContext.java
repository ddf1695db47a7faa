package io.e2e.migrations.benchmarks.context;

import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseProvider;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode;

/** zonky's new database before each method, from a template that Flyway migrated. */
@AutoConfigureEmbeddedDatabase(
        type = DatabaseType.POSTGRES,
        provider = DatabaseProvider.EMBEDDED,
        refresh = RefreshMode.BEFORE_EACH_TEST_METHOD)
class ZonkyRefreshContext extends WritingContext {}
