package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.TargetDatabase;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;

/** The server refuses the connection or cannot be reached. The SQLSTATE says why. */
public final class DatabaseUnreachableException extends MigrationException {

    private final String sqlState;

    private DatabaseUnreachableException(String problem, String remedy, SQLException cause) {
        super(problem, remedy, cause);
        this.sqlState = SqlStates.of(cause);
    }

    /**
     * A {@link ConnectTimeoutException} if there was no answer in time, otherwise this exception.
     *
     * @param database what could not be reached; its alternative comes before the remedy for the cause
     * @param limit how long the attempt could take
     * @param cause the driver's error
     */
    public static MigrationException of(TargetDatabase database, Duration limit, SQLException cause) {
        for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof SocketTimeoutException || deeper instanceof SQLTimeoutException) {
                return new ConnectTimeoutException(database, limit, cause);
            }
            if (deeper instanceof UnknownHostException) {
                return new DatabaseUnreachableException(
                        "Cannot connect to " + database.description() + ": this machine cannot resolve the host name "
                                + withoutUser(String.valueOf(deeper.getMessage())),
                        withAlternative(
                                database,
                                "Correct the host name in the database's address, or make sure that this machine can"
                                        + " resolve it."),
                        cause);
            }
        }
        String state = SqlStates.of(cause);
        return new DatabaseUnreachableException(
                "Cannot connect to " + database.description() + ": " + cause.getMessage() + " (SQLSTATE " + state + ")",
                withAlternative(database, database.alternative().isPresent() ? ownRemedy(state) : remedy(state)),
                cause);
    }

    /** Removes user and password, which the driver takes for a part of the host name if they precede it in a URL. */
    private static String withoutUser(String host) {
        return host.substring(host.lastIndexOf('@') + 1);
    }

    static String withAlternative(TargetDatabase database, String remedy) {
        return database.alternative()
                .map(words -> words + " If they are meant to use this database: "
                        + Character.toLowerCase(remedy.charAt(0)) + remedy.substring(1))
                .orElse(remedy);
    }

    /** The remedy for a database of the application's own, which Spring Boot's properties describe. */
    private static String ownRemedy(String state) {
        if (state.startsWith("28")) {
            return "Check spring.datasource.username and spring.datasource.password.";
        }
        return switch (state) {
            case "3D000" -> "Create it, or correct its name in spring.datasource.url.";
            case SqlStates.INSUFFICIENT_PRIVILEGE ->
                "As a superuser, GRANT CONNECT ON DATABASE … TO the role, or check spring.datasource.username.";
            default -> remedy(state);
        };
    }

    private static String remedy(String state) {
        if (state.startsWith("28")) {
            return "Check e2e.migrations.postgres-user and e2e.migrations.postgres-password.";
        }
        return switch (state) {
            case "3D000" -> "Check e2e.migrations.postgres-db: the server has no database of that name.";
            case SqlStates.INSUFFICIENT_PRIVILEGE ->
                "The role lacks the right to connect to the database: as a superuser, GRANT CONNECT ON DATABASE … TO the"
                        + " role, or check e2e.migrations.postgres-user.";
            case "53300" ->
                "The server has no free connection: close connection pools or make them smaller, or raise"
                        + " max_connections.";
            default ->
                "Check that the server is running and that this machine can reach it; if it is only slow, raise"
                        + " e2e.migrations.connect-timeout.";
        };
    }

    /** The server's or driver's error code. */
    public String sqlState() {
        return this.sqlState;
    }
}
