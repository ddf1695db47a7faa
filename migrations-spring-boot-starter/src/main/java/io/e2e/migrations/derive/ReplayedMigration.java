package io.e2e.migrations.derive;

import io.e2e.migrations.inspect.SchemaDescription;

/**
 * What a replay shows of one migration.
 *
 * @param before the catalogs before it
 * @param after the catalogs after it, before it was committed if it ran in a transaction
 * @param trees what its statements name
 * @param described the schema before it
 * @param describedAfter the schema after it
 * @param inTransaction whether its locks and the rows that it wrote are known
 */
record ReplayedMigration(
        CatalogReading before,
        CatalogReading after,
        ParseTrees trees,
        SchemaDescription described,
        SchemaDescription describedAfter,
        boolean inTransaction) {}
