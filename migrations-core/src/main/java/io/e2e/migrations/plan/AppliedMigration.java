package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A row of the history: a migration that a database has.
 *
 * @param rank the order in which migrations were applied; a repeatable one gets a new rank each time
 * @param file the file's name
 * @param checksum the migration's checksum when it was applied, or that of the whole file in a history of an earlier format
 * @param inputs the values that it was given
 * @param appliedAt when
 * @param duration how long its transaction took, to the millisecond
 */
public record AppliedMigration(
        long rank, String file, String checksum, Map<String, String> inputs, Instant appliedAt, Duration duration) {

    public AppliedMigration {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(checksum, "checksum");
        Objects.requireNonNull(duration, "duration");
        inputs = Map.copyOf(inputs);
    }

    /** Whether the migration is as it was when it was applied. */
    public boolean matches(Migration migration) {
        return this.checksum.equals(migration.checksum()) || this.checksum.equals(migration.fileChecksum());
    }
}
