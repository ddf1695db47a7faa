package io.e2e.migrations.datasource;

import io.e2e.migrations.config.MigrationException;

/** The application's DataSource leads to another product than PostgreSQL. */
public final class NotPostgresqlException extends MigrationException {

    NotPostgresqlException(String url) {
        super(
                "The application's DataSource leads to " + url + ", which is no PostgreSQL.",
                "Set e2e.migrations.target=embedded to run on an embedded PostgreSQL, or point spring.datasource.url at"
                        + " a PostgreSQL.",
                null);
    }
}
