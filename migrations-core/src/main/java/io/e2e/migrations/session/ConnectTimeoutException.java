package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.SQLException;
import java.time.Duration;

/** The server did not answer a connection attempt within {@code e2e.migrations.connect-timeout}. */
public final class ConnectTimeoutException extends MigrationException {

    ConnectTimeoutException(TargetDatabase database, Duration limit, SQLException cause) {
        super(
                "No answer from " + database.description() + " within " + limit.toMillis() + " ms.",
                DatabaseUnreachableException.withAlternative(
                        database,
                        "Check that the server is running and that no firewall drops packets; if the server is only"
                                + " slow, raise e2e.migrations.connect-timeout."),
                cause);
    }
}
