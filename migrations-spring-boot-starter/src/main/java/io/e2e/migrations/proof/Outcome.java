package io.e2e.migrations.proof;

import io.e2e.migrations.MigrationException;
import io.e2e.migrations.inspect.SchemaDescription;
import org.jspecify.annotations.Nullable;

/**
 * How an experiment ended.
 *
 * @param state what the schema then held; empty if it failed
 * @param failure why it could not be completed; {@code null} if it was
 */
record Outcome(SchemaDescription state, @Nullable MigrationException failure) {

    boolean failed() {
        return this.failure != null;
    }

    /** Why it failed, in a line; empty if it did not. */
    String reason() {
        return this.failure == null ? "" : this.failure.problem();
    }
}
