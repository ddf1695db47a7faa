package io.e2e.migrations.boot.beside;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/** Reads where a DataSource leads. */
final class Connections {

    /** The text does not depend on the session's time zone. */
    private static final String IDENTITY = """
            SELECT pg_catalog.concat(
                       pg_catalog.to_char(pg_catalog.pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS'),
                       ' ', oid)
              FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()""";

    private Connections() {}

    /** The URL that a DataSource will connect to, if it tells; nothing is connected. */
    static Optional<String> knownUrl(DataSource dataSource) {
        HikariDataSource pool =
                DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class);
        if (pool != null) {
            return Optional.ofNullable(pool.getJdbcUrl());
        }
        AbstractDriverBasedDataSource simple =
                DataSourceUnwrapper.unwrap(dataSource, AbstractDriverBasedDataSource.class);
        return Optional.ofNullable(simple).map(AbstractDriverBasedDataSource::getUrl);
    }

    /** The server that runs and the database in it, by whatever address it was reached; empty if it is not a PostgreSQL database. */
    static Optional<String> identity(Connection connection) throws SQLException {
        Objects.requireNonNull(connection, "a mock gives no connection");
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                ? Optional.of(strings(connection, IDENTITY).get(0))
                : Optional.empty();
    }

    /** The first column of a query, which leaves no transaction open. */
    static List<String> strings(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        return values;
    }
}
