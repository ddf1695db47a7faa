package io.e2e.migrations.proof.scenario;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.inspect.SchemaDescription;

/**
 * A migration of a replay, and what the schema held around it.
 *
 * @param migration the migration
 * @param before what the schema held when the migration was about to be applied
 * @param after what the schema held when the migration had been applied
 */
public record MigrationStep(Migration migration, SchemaDescription before, SchemaDescription after) {}
