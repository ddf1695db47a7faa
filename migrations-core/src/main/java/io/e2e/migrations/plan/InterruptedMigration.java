package io.e2e.migrations.plan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A migration that began outside of a transaction and has not ended: its process or its server was killed, or a
 * statement failed. It does not count as applied.
 *
 * @param file the file's name
 * @param startedAt when it began, or was continued
 * @param step the statement that was under way
 */
public record InterruptedMigration(String file, Instant startedAt, Step step) {

    /** Where it was interrupted, and when it began, in words. */
    public String place() {
        return "at line " + this.step.line() + ", since " + this.startedAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * A statement of a migration that runs outside of a transaction, as it is recorded before it runs.
     *
     * @param number its number in the migration, counted from 1
     * @param line the line in the file
     * @param sql its text
     * @param alone whether it runs without a transaction, so that after an interruption it may have been done, in part
     *     or as a whole; otherwise nothing of it is in the database
     * @param done the checksum of the statements before it, which are done
     */
    public record Step(int number, int line, String sql, boolean alone, String done) {}
}
