package io.e2e.migrations.proof.scenario;

import io.e2e.migrations.apply.FailedStatement;
import io.e2e.migrations.apply.MigrationFailedException;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.inspect.SchemaDescription;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario ended.
 *
 * @param state what the schema then held; empty if it failed
 * @param failure why it could not be completed; {@code null} if it was
 */
public record Outcome(SchemaDescription state, @Nullable MigrationException failure) {

    public boolean failed() {
        return this.failure != null;
    }

    /** Why it failed, in a line; empty if it did not. */
    public String reason() {
        return this.failure == null ? "" : reason(this.failure);
    }

    /** An error in a line: where the server refused what, and its message. */
    public static String reason(MigrationException failure) {
        if (failure instanceof MigrationFailedException refused) {
            FailedStatement statement = refused.statement();
            String message = statement.message().lines().findFirst().orElse("");
            return statement.position() + ": " + message + " (SQLSTATE " + statement.sqlState() + ")";
        }
        return failure.problem();
    }
}
