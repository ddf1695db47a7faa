package io.e2e.migrations.provision;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;

/** PostgreSQL refused what making a database needs: a role, a template, a copy. */
public final class ProvisioningFailedException extends MigrationException {

    private final String sqlState;

    /**
     * Creates the exception.
     *
     * @param action what was refused, as in "could not create the role x"
     * @param server which server it is and where
     * @param cause the driver's error
     */
    public ProvisioningFailedException(String action, String server, SQLException cause) {
        super(
                "Could not " + action + " on " + server + ": " + cause.getMessage() + " (SQLSTATE "
                        + SqlStates.of(cause) + ").",
                remedy(cause),
                cause);
        this.sqlState = SqlStates.of(cause);
    }

    /** Class 53: insufficient_resources; 42xxx: names; 55006: object_in_use (PostgreSQL manual, appendix A). */
    private static String remedy(SQLException cause) {
        if (SqlStates.isConnectionLost(cause)) {
            return "Check that the server runs and accepts connections.";
        }
        return switch (SqlStates.of(cause)) {
            case "53100" ->
                "Make room where the server keeps its data; e2e.migrations.embedded.run-directory chooses where"
                        + " an embedded server does.";
            case "53200" ->
                "Give the machine of the server more memory, or let it run fewer programs at the same time.";
            case "53300" ->
                "Close connections that tests keep open, or raise the connection limit of the server, the role or the"
                        + " database; e2e.migrations.embedded.parameters sets max_connections of an embedded server.";
            case "42P04", "42602", "42710", "42939" ->
                "Set e2e.migrations.postgres-user and e2e.migrations.postgres-db to names that PostgreSQL accepts.";
            case "55006" -> "Close the connections that other programs keep open in the database, template1 included.";
            case SqlStates.INSUFFICIENT_PRIVILEGE ->
                "Let an administrator give the role this right, or set e2e.migrations.isolation=none, which creates no"
                        + " databases on a server that is not embedded.";
            default ->
                "Fix what the server's message names; for an embedded server, it may be one of"
                        + " e2e.migrations.embedded.parameters. With e2e.migrations.isolation=none, no databases are created on a"
                        + " server that is not embedded; @ResetData gives fresh data there.";
        };
    }

    /** PostgreSQL's code for the reason. */
    public String sqlState() {
        return this.sqlState;
    }
}
