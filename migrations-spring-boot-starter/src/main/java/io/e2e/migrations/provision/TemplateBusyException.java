package io.e2e.migrations.provision;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;

/** Another process builds the same template and did not finish in time. */
public final class TemplateBusyException extends MigrationException {

    TemplateBusyException(String template, String server, Duration waited) {
        super(
                "Another process has been building the template " + template + " on " + server + " for "
                        + waited.toSeconds() + " s.",
                "If it needs longer, raise e2e.migrations.lock-timeout. If it hangs, end it: SELECT"
                        + " pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'.",
                null);
    }
}
