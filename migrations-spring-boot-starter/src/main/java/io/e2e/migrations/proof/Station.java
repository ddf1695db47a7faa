package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.inspect.SchemaDescription;

/**
 * A migration on the way through the catalog, and what the schema held around it.
 *
 * @param migration the migration
 * @param before when it was about to be applied
 * @param after when it had been applied
 * @param left when the next one was about to be applied; rows may have come in meanwhile
 */
record Station(Migration migration, SchemaDescription before, SchemaDescription after, SchemaDescription left) {}
