package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the history: a migration that was applied to a database.
 *
 * @param rank the order in which migrations were applied; a repeatable one gets a new rank each time
 * @param file the file's name
 * @param checksum the migration's checksum when it was applied; that of the whole file in a history of an earlier
 *     format
 * @param inputs the values of its inputs
 * @param appliedAt when it was applied
 * @param appliedBy the role that applied it
 * @param duration how long its transaction took, in whole milliseconds
 * @param location the location that contained the file; {@code null} if an earlier version applied it
 */
public record AppliedMigration(
        long rank,
        String file,
        String checksum,
        Map<String, String> inputs,
        Instant appliedAt,
        String appliedBy,
        Duration duration,
        @Nullable String location) {

    public AppliedMigration {
        inputs = Map.copyOf(inputs);
    }

    /** Whether the migration is unchanged since it was applied. */
    public boolean matches(Migration migration) {
        return this.checksum.equals(migration.checksum()) || this.checksum.equals(migration.fileChecksum());
    }
}
