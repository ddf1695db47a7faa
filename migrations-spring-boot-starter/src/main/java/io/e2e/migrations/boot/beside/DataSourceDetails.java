package io.e2e.migrations.boot.beside;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Connection details of another tool. Without a URL and a user, Spring Boot gives it the application's DataSource. */
abstract class DataSourceDetails {

    private final JdbcConnectionDetails database;
    private final ObjectProvider<DataSource> dataSource;

    /**
     * Details of a tool that uses the application's DataSource.
     *
     * @param database where to connect if there is no single DataSource
     * @param dataSource the application's
     */
    DataSourceDetails(JdbcConnectionDetails database, ObjectProvider<DataSource> dataSource) {
        this.database = database;
        this.dataSource = dataSource;
    }

    private boolean hasDataSource() {
        return this.dataSource.getIfUnique() != null;
    }

    public @Nullable String getJdbcUrl() {
        return hasDataSource() ? null : this.database.getJdbcUrl();
    }

    public @Nullable String getUsername() {
        return hasDataSource() ? null : this.database.getUsername();
    }

    public @Nullable String getPassword() {
        return hasDataSource() ? null : this.database.getPassword();
    }
}
