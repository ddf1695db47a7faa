package io.e2e.migrations.session;

import java.sql.SQLException;
import java.util.Set;

/** SQLSTATE codes (PostgreSQL manual, appendix "PostgreSQL Error Codes"). */
public final class SqlStates {

    /** A statement took longer than statement_timeout, or was canceled. */
    public static final String QUERY_CANCELED = "57014";

    /** A lock on a table was not acquired within lock_timeout. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";

    /** The role lacks a right. */
    public static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** An object is not in the state that a statement needs. */
    public static final String NOT_IN_STATE = "55000";

    /** A value of an enumeration is used in the transaction that adds it. */
    public static final String UNSAFE_NEW_ENUM_VALUE = "55P04";

    /** A statement cannot run in a transaction. */
    public static final String REFUSES_TRANSACTION = "25001";

    /** A procedure or block that commits was called in a transaction. */
    public static final String REFUSES_COMMIT = "2D000";

    /** What the server answers if a statement needs to run outside of a transaction. */
    public static final Set<String> REFUSED_IN_TRANSACTION = Set.of(REFUSES_TRANSACTION, REFUSES_COMMIT);

    private SqlStates() {}

    /** The error's code; {@code unknown} if the driver gave none. */
    public static String of(SQLException error) {
        return error.getSQLState() == null ? "unknown" : error.getSQLState();
    }

    /** Whether the connection is lost (class 08), or the server terminated it (57P01 to 57P03). */
    public static boolean isConnectionLost(SQLException error) {
        String state = of(error);
        return state.startsWith("08") || state.startsWith("57P0");
    }
}
