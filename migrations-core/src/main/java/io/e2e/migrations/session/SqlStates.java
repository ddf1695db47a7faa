package io.e2e.migrations.session;

import java.sql.SQLException;

/** What an SQLSTATE means here (PostgreSQL manual, appendix "PostgreSQL Error Codes"). */
public final class SqlStates {

    /** A statement ran longer than statement_timeout, or was cancelled. */
    public static final String QUERY_CANCELED = "57014";

    /** A lock on a table was not had within lock_timeout. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";

    /** The role lacks a right. */
    public static final String INSUFFICIENT_PRIVILEGE = "42501";

    private SqlStates() {}

    /** The error's code; {@code unknown} if the driver gave none. */
    public static String of(SQLException error) {
        return error.getSQLState() == null ? "unknown" : error.getSQLState();
    }

    /** Whether the connection is gone: broken (class 08), or ended by the server (57P01 to 57P03). */
    public static boolean isConnectionLost(SQLException error) {
        String state = of(error);
        return state.startsWith("08") || state.startsWith("57P0");
    }
}
