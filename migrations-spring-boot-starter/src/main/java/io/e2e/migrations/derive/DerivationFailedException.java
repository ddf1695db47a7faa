package io.e2e.migrations.derive;

import io.e2e.migrations.apply.FailedStatement;
import io.e2e.migrations.config.MigrationException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** It could not be found out what the migrations of a catalog write and read. */
public final class DerivationFailedException extends MigrationException {

    private DerivationFailedException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem, remedy, cause);
    }

    static DerivationFailedException refused(FailedStatement statement, SQLException cause) {
        return new DerivationFailedException(
                "Which migrations a table needs is not known, because the replay that finds it out failed at "
                        + statement,
                "Apply the whole catalog, or fix the statement: the replay applies all migrations, one after the other, to an"
                        + " empty database of an embedded server.",
                cause);
    }

    static DerivationFailedException broken(String what, SQLException cause) {
        return new DerivationFailedException(
                "Which migrations a table needs is not known, because the replay that finds it out failed to read "
                        + what + ": " + cause.getMessage(),
                "Apply the whole catalog, and report this error.",
                cause);
    }

    static DerivationFailedException tooLong(Duration limit, int done, int all, String file) {
        return new DerivationFailedException(
                "Which migrations a table needs is not known, because the replay that finds it out did not end within "
                        + limit.toSeconds() + " s: " + done + " of " + all + " migrations were done, and " + file
                        + " is next.",
                "Apply the whole catalog, or allow more time.",
                null);
    }
}
