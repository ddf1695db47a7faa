package io.e2e.migrations.isolation;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tests run at the same time on one application context, and one cannot wait for the other. */
public final class ParallelTestsException extends MigrationException {

    private ParallelTestsException(Isolation isolation, String reason, @Nullable Throwable cause) {
        super(
                "With e2e.migrations.isolation=" + isolation.text()
                        + ", the tests of one application context run one after another, but " + reason + ".",
                "Run these tests one after another (@Execution(SAME_THREAD), or @ResourceLock with a common name), or set"
                        + " e2e.migrations.isolation=context and let each test use rows of its own.",
                cause);
    }

    static ParallelTestsException sameThread(Isolation isolation, String test, String other) {
        return new ParallelTestsException(
                isolation, test + " begins on the thread of " + other + ", which is not over", null);
    }

    static ParallelTestsException tooLong(Isolation isolation, String test, String other, Duration waited) {
        return new ParallelTestsException(
                isolation,
                test + " has waited " + waited.toMinutes() + " minutes for " + other + ", which is not over",
                null);
    }

    static ParallelTestsException interrupted(
            Isolation isolation, String test, String other, InterruptedException cause) {
        return new ParallelTestsException(isolation, test + " was interrupted while it waited for " + other, cause);
    }
}
