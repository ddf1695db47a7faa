package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;

/** Another process held the migration lock for longer than {@code e2e.migrations.lock-timeout}. */
public final class LockTimeoutException extends MigrationException {

    private final String holder;

    LockTimeoutException(String target, String holder, Duration limit) {
        super(
                "Another process has been migrating " + target + " for longer than " + limit.toSeconds() + " s: "
                        + holder + ".",
                "Wait for it or terminate it (SELECT pg_terminate_backend(PID)), and run again; if it always takes"
                        + " longer, raise e2e.migrations.lock-timeout.",
                null);
        this.holder = holder;
    }

    /** The holder of the lock: backend, role, application and address. */
    public String holder() {
        return this.holder;
    }
}
