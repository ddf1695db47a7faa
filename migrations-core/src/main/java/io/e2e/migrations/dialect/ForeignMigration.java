package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.script.MigrationScript;

/**
 * A migration without a header of ours, as its tool would run it.
 *
 * @param location the location that contains it
 * @param id what identifies it in the history: the path of its file, and what else tells it from others of that file
 * @param version its version; {@link MigrationVersion#NONE} if it has none
 * @param name its name, from the file
 * @param repeatable whether it runs again when its text changes, after all others
 * @param script its statements
 * @param text what its checksum covers: with values in place of placeholders
 */
public record ForeignMigration(
        String location,
        String id,
        MigrationVersion version,
        String name,
        boolean repeatable,
        MigrationScript script,
        String text) {}
