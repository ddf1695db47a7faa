package io.e2e.migrations.datasource;

import io.e2e.migrations.config.MigrationException;

/** The URL of the application's DataSource is not one that PostgreSQL's driver understands. */
public final class NotPostgresqlException extends MigrationException {

    private NotPostgresqlException(String problem, String remedy) {
        super(problem, remedy, null);
    }

    static NotPostgresqlException otherProduct(String url) {
        return new NotPostgresqlException(
                "The application's DataSource points to " + url + ", which is not a PostgreSQL database.",
                "Set e2e.migrations.target=embedded to run on an embedded PostgreSQL, or point spring.datasource.url at"
                        + " a PostgreSQL.");
    }

    static NotPostgresqlException userInUrl(String url) {
        return new NotPostgresqlException(
                "The application's DataSource points to " + url + ", and PostgreSQL's driver accepts no user before the"
                        + " host.",
                "Set spring.datasource.username and spring.datasource.password, and take both out of"
                        + " spring.datasource.url. Write an '@' in the name of the database as %40.");
    }
}
