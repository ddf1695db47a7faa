package io.e2e.migrations.isolation;

import io.e2e.migrations.config.MigrationException;
import java.util.Locale;

/** Tests run at the same time on one application context, whose database cannot be changed for one of them. */
public final class ParallelTestsException extends MigrationException {

    ParallelTestsException(Isolation isolation) {
        super(
                "With e2e.migrations.isolation=" + name(isolation) + ", each " + name(isolation)
                        + " gets a database of its own, but another one is still running on the same application context:"
                        + " it would lose its database.",
                "Run these tests one after another (@Execution(SAME_THREAD), or @ResourceLock with a common name), or set"
                        + " e2e.migrations.isolation=context and let each test use rows of its own.",
                null);
    }

    private static String name(Isolation isolation) {
        return isolation.name().toLowerCase(Locale.ROOT);
    }
}
