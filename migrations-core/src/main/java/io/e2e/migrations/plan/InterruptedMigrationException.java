package io.e2e.migrations.plan;

import io.e2e.migrations.config.MigrationException;

/**
 * A migration that runs outside of a transaction was interrupted, and must be completed first, or whether the
 * statement that was under way can be run again is for a person to decide.
 */
public final class InterruptedMigrationException extends MigrationException {

    private final InterruptedMigration migration;

    private InterruptedMigrationException(
            String target, InterruptedMigration migration, String problem, String remedy) {
        super(
                "Migration file " + migration.file() + ", which runs outside of a transaction, was interrupted at line "
                        + migration.step().line() + " in " + target + ". " + problem + "\n  statement:\n"
                        + migration.step().sql().indent(4).stripTrailing(),
                remedy,
                null);
        this.migration = migration;
    }

    /** What became of its statement is unknown. {@code left} names an invalid index that it left, or is empty. */
    public static InterruptedMigrationException unknown(String target, InterruptedMigration migration, String left) {
        return new InterruptedMigrationException(
                target,
                migration,
                "The statements before it are done; this one may have been done, in part or as a whole." + left,
                "Look at what it did. If it can be run again, call migrations.repair(\"" + migration.file()
                        + "\"), which runs it and the statements after it. Otherwise, first replace it in the file by"
                        + " what remains to be done.");
    }

    /** Nothing else can be done with the history before the migration is completed. */
    public static InterruptedMigrationException unfinished(String target, InterruptedMigration migration) {
        return new InterruptedMigrationException(
                target,
                migration,
                "The statements before it are done. The migration must be completed first. Nothing was changed.",
                "Apply the migrations (MigrationService.applyMigrations()): the migration continues there, or the error"
                        + " says what to do.");
    }

    /** Its file no longer begins with the statements that are done. */
    public static InterruptedMigrationException changed(String target, InterruptedMigration migration) {
        return new InterruptedMigrationException(
                target,
                migration,
                "The statements before it are done, but have changed in the file since.",
                "Restore the statements before it as they were, and run again: the migration continues there.");
    }

    /** Where the migration was interrupted. */
    public InterruptedMigration migration() {
        return this.migration;
    }
}
