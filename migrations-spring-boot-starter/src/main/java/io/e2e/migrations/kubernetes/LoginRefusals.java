package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.LoginRefusedException.Login;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in our words why PostgreSQL refused a login, by its error code. */
final class LoginRefusals {

    private static final String WRONG_PASSWORD = "28P01";
    private static final String WRONG_DATABASE = "3D000";
    private static final String NO_PASSWORD = "08004";

    private LoginRefusals() {}

    static boolean isWrongDatabase(SQLException ex) {
        return WRONG_DATABASE.equals(ex.getSQLState());
    }

    /**
     * The error for a refused login.
     *
     * @param place the PostgreSQL, such as {@code PostgreSQL of service postgresql in namespace e2e}
     * @param databases what databases there are; {@code null} if unknown
     */
    static LoginRefusedException of(
            SQLException cause, Credentials as, String place, @Nullable List<String> databases) {
        String state = String.valueOf(cause.getSQLState());
        String there = databases == null ? "" : " Databases there: " + String.join(", ", databases) + ".";
        String problem = switch (state) {
            case WRONG_PASSWORD ->
                place + " refuses the password of role '" + as.user() + "' (28P01). The password came from "
                        + as.source() + ".";
            case WRONG_DATABASE -> place + " has no database '" + as.database() + "' (3D000)." + there;
            case NO_PASSWORD ->
                place + " wants a password for role '" + as.user() + "', and there is none in " + as.source() + ".";
            default ->
                place + " refuses role '" + as.user() + "' on database '" + as.database() + "' (" + state + "): "
                        + cause.getMessage();
        };
        return new LoginRefusedException(new Login(as.user(), as.database()), problem, remedy(state), cause);
    }

    private static String remedy(String state) {
        return switch (state) {
            case WRONG_PASSWORD ->
                "Correct e2e.migrations.postgres-password, or name the right Secret in e2e.migrations.kubernetes.secret."
                        + " If the Secret was changed after the data directory was made, the old password still holds.";
            case WRONG_DATABASE -> "Correct e2e.migrations.postgres-db, or create the database.";
            case NO_PASSWORD ->
                "Give it as e2e.migrations.postgres-password, or name the Secret that holds it in"
                        + " e2e.migrations.kubernetes.secret.";
            default -> "Check e2e.migrations.postgres-user and what the server's pg_hba.conf allows.";
        };
    }
}
