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
                DataSourceAccess.USE_EMBEDDED + " Or point spring.datasource.url at a PostgreSQL.");
    }

    static NotPostgresqlException unreadable(String url) {
        return new NotPostgresqlException(
                "The application's DataSource points to " + url + ", which PostgreSQL's driver cannot read.",
                "Write spring.datasource.url as jdbc:postgresql://HOST:PORT/DATABASE, with a '/' after the host, a port for"
                        + " each host, and a 'service' that pg_service.conf contains.");
    }

    static NotPostgresqlException mock() {
        return new NotPostgresqlException(
                "The application's DataSource gives no connection, as a mock does: there is nothing to migrate.",
                "Set e2e.migrations.enabled=false in the properties of this test.");
    }

    /**
     * The URL of a driver that connects through PostgreSQL's.
     *
     * @param url the URL without secrets
     * @param driver what stands before {@code postgresql}
     * @param plain the URL for PostgreSQL's own driver, without secrets
     */
    static NotPostgresqlException wrapped(String url, String driver, String plain) {
        boolean startsServer = driver.equals("tc");
        return new NotPostgresqlException(
                url + " is a URL of the driver '" + driver + "', which "
                        + (startsServer ? "starts a container" : "wraps PostgreSQL's driver")
                        + ": it does not say where the server is, which has to be known here.",
                startsServer
                        ? "Start the container as a bean, with @ServiceConnection, in place of spring.datasource.url. "
                                + DataSourceAccess.USE_EMBEDDED
                        : "Set spring.datasource.url to the plain URL, " + plain
                                + ", in the test's properties, and take out spring.datasource.driver-class-name. "
                                + DataSourceAccess.USE_EMBEDDED);
    }

    static NotPostgresqlException userInUrl(String url) {
        return new NotPostgresqlException(
                "The application's DataSource points to " + url + ", and PostgreSQL's driver accepts no user before the"
                        + " host.",
                "Set spring.datasource.username and spring.datasource.password, and take both out of"
                        + " spring.datasource.url. Write an '@' in the name of the database as %40.");
    }
}
