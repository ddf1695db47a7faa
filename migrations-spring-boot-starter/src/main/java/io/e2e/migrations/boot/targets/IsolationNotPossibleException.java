package io.e2e.migrations.boot.targets;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.isolation.Isolation;
import java.util.Locale;

/** Isolation is configured where the starter cannot switch the application between databases. */
public final class IsolationNotPossibleException extends MigrationException {

    private IsolationNotPossibleException(String problem, String remedy) {
        super(problem, remedy, null);
    }

    static IsolationNotPossibleException ownBean(Isolation isolation, String kind, String bean) {
        return new IsolationNotPossibleException(
                property(isolation)
                        + " switches the application's DataSource between databases, but the"
                        + " application defines the " + kind + " '" + bean + "' itself.",
                "Describe the database by spring.datasource.url, or by a bean of type JdbcConnectionDetails, in place of"
                        + " '" + bean + "'. Or set e2e.migrations.isolation=none and use @ResetData for fresh data.");
    }

    static IsolationNotPossibleException otherPool(Isolation isolation, String type) {
        return new IsolationNotPossibleException(
                property(isolation) + " works with HikariCP's pool, but spring.datasource.type is " + type + ".",
                "Take spring.datasource.type out of the test's properties. Or set e2e.migrations.isolation=none and use"
                        + " @ResetData for fresh data.");
    }

    /** R2DBC asks for the address once, and keeps connections to it. */
    public static IsolationNotPossibleException r2dbc(Isolation isolation) {
        return new IsolationNotPossibleException(
                property(isolation)
                        + " switches a JDBC DataSource between databases, and the application uses R2DBC, which"
                        + " cannot follow.",
                "Set e2e.migrations.isolation=context, or none, and use @ResetData for fresh data.");
    }

    static IsolationNotPossibleException noAddress(Isolation isolation) {
        return new IsolationNotPossibleException(
                property(isolation) + " needs to know where the application's database is, but there is neither"
                        + " spring.datasource.url nor a bean of type JdbcConnectionDetails.",
                DataSourceAccess.USE_EMBEDDED + " Or give one of them.");
    }

    private static String property(Isolation isolation) {
        return "e2e.migrations.isolation=" + isolation.name().toLowerCase(Locale.ROOT);
    }
}
