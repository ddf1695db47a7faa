package io.e2e.migrations.boot.targets;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.datasource.DataSourceAccess;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The application's own database can only be reached through R2DBC, and migrations run through JDBC. */
public final class R2dbcDatabaseException extends MigrationException {

    private static final String URL = "spring.r2dbc.url";

    private R2dbcDatabaseException(String reason) {
        super(
                "The application's own database is known to R2DBC only, because " + reason
                        + ", and migrations run through JDBC.",
                DataSourceAccess.USE_EMBEDDED + " R2DBC is then led there, too. To migrate the application's own"
                        + " database, give its JDBC URL in spring.datasource.url.",
                null);
    }

    /** Refuses to run the tests on another database than the application's own without being asked. */
    static void refuse(Environment environment, ApplicationDatabase application) {
        if (!DatabaseSupport.hasR2dbc()) {
            return;
        }
        if (StringUtils.hasText(UnresolvedPlaceholderException.resolved(environment, URL))) {
            throw new R2dbcDatabaseException(URL + " is set");
        }
        application.ownBean(R2dbcConnectionDetails.class).ifPresent(name -> {
            throw new R2dbcDatabaseException(ApplicationDatabase.DEFINES_BEAN + "'" + name + "'");
        });
    }
}
