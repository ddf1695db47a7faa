package io.e2e.migrations.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A row of the history: a migration that a database has.
 *
 * @param rank the order in which migrations were applied; a repeatable one gets a new rank each time
 * @param file the file's name
 * @param checksum the file's checksum when it was applied
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
}
