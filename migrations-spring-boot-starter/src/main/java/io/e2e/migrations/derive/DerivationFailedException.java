package io.e2e.migrations.derive;

import io.e2e.migrations.apply.FailedStatement;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.time.RunTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** It could not be found out what the migrations of a catalog write and read. */
public final class DerivationFailedException extends MigrationException {

    /** Too few resources, an operator's or a limit's intervention, and system errors (PostgreSQL manual, "Error Codes"). */
    private static final Pattern OF_MACHINE = Pattern.compile("(?:08|53|57|58).*");

    private final boolean ofCatalog;

    private DerivationFailedException(String problem, String remedy, @Nullable Throwable cause, boolean ofCatalog) {
        super(problem, remedy, cause);
        this.ofCatalog = ofCatalog;
    }

    static DerivationFailedException refused(FailedStatement statement, SQLException cause) {
        return new DerivationFailedException(
                "Which migrations a table needs is not known, because the replay that finds it out failed at "
                        + statement,
                "Apply the whole catalog, or fix the statement: the replay applies all migrations, one after the other, to an"
                        + " empty database of an embedded server.",
                cause,
                !OF_MACHINE.matcher(statement.sqlState()).matches());
    }

    static DerivationFailedException broken(String what, SQLException cause) {
        return new DerivationFailedException(
                "Which migrations a table needs is not known, because the replay that finds it out failed to read "
                        + what + ": " + cause.getMessage(),
                "Apply the whole catalog, and report this error.",
                cause,
                false);
    }

    static DerivationFailedException tooLong(Duration limit, String progress, RunTimeoutException cause) {
        return new DerivationFailedException(
                "Which migrations a table needs is not known, because the replay that finds it out did not end within "
                        + limit.toMillis() / 1000.0 + " s (e2e.migrations.run-timeout): " + progress + " is next.",
                "Apply the whole catalog, or set e2e.migrations.run-timeout to a longer time.",
                cause,
                false);
    }

    /** Whether the next replay of the same catalog fails as well. */
    boolean isOfCatalog() {
        return this.ofCatalog;
    }
}
