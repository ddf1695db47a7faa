package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import java.sql.SQLException;
import java.util.List;

/**
 * A query on the state of the database failed. A failed query never means that something is missing.
 */
public final class QueryFailedException extends MigrationException {

    private QueryFailedException(String problem, String remedy, SQLException cause) {
        super(problem, remedy, cause);
    }

    /**
     * A {@link ConnectionLostException} if the connection is lost, otherwise this exception.
     *
     * @param doing what failed, such as {@code Could not check the state of a database}
     * @param missing the rights that the role lacks, if they are the cause
     */
    static MigrationException of(String doing, SQLException cause, List<MissingRight> missing) {
        if (SqlStates.isConnectionLost(cause)) {
            return new ConnectionLostException(doing, cause);
        }
        return new QueryFailedException(
                doing + ": " + cause.getMessage() + " (SQLSTATE " + SqlStates.of(cause) + ")"
                        + MissingRight.list(missing),
                missing.isEmpty() ? "Fix what the server names, and run again." : MissingRight.remedy(missing),
                cause);
    }
}
