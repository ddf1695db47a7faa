package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PostgreSQL runs in its pod but does not let this role into this database, so waiting cannot help. */
public final class LoginRefusedException extends MigrationException {

    static final String WRONG_DATABASE = "3D000";
    private static final String WRONG_PASSWORD = "28P01";
    private static final String NO_PASSWORD = "08004";

    private final Credentials credentials;
    private final String sqlState;

    private LoginRefusedException(String problem, String remedy, SQLException cause, Credentials credentials) {
        super(problem, remedy, cause);
        this.credentials = credentials;
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    /**
     * Explains why PostgreSQL refused a login, by its error code.
     *
     * @param server the server, such as {@code PostgreSQL of service postgresql in namespace e2e}
     * @param databases the names of the server's databases; {@code null} if they are unknown
     */
    static LoginRefusedException of(
            SQLException cause, Credentials credentials, String server, @Nullable List<String> databases) {
        String state = String.valueOf(cause.getSQLState());
        String role = "role '" + credentials.user() + "'";
        String database = "database '" + credentials.database() + "'";
        String offer = databases == null ? "" : " Databases there: " + String.join(", ", databases) + ".";
        String problem = switch (state) {
            case WRONG_PASSWORD ->
                "refuses the password of " + role + " (28P01). The password came from " + credentials.source() + ".";
            case WRONG_DATABASE -> "has no " + database + " (3D000)." + offer;
            case NO_PASSWORD ->
                "requires a password for " + role + ", but there is none in " + credentials.source() + ".";
            default -> "refuses " + role + " on " + database + " (" + state + "): " + cause.getMessage();
        };
        return new LoginRefusedException(server + " " + problem, remedy(state), cause, credentials);
    }

    private static String remedy(String state) {
        return switch (state) {
            case WRONG_PASSWORD ->
                "Correct e2e.migrations.postgres-password, or name the right Secret in e2e.migrations.kubernetes.secret."
                        + " If the Secret was changed after the data directory was initialized, the old password is still"
                        + " valid.";
            case WRONG_DATABASE -> "Correct e2e.migrations.postgres-db, or create the database.";
            case NO_PASSWORD ->
                "Set e2e.migrations.postgres-password, or name the Secret that holds the password in"
                        + " e2e.migrations.kubernetes.secret.";
            default -> "Check e2e.migrations.postgres-user and what the server's pg_hba.conf allows.";
        };
    }

    /** The role that was refused. */
    public String user() {
        return this.credentials.user();
    }

    /** The requested database. */
    public String database() {
        return this.credentials.database();
    }

    /** PostgreSQL's error code, such as {@code 28P01} for a wrong password or {@code 3D000} for a wrong database. */
    public String sqlState() {
        return this.sqlState;
    }
}
