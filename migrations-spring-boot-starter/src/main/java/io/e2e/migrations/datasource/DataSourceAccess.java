package io.e2e.migrations.datasource;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Opens the application's own database, whatever provides it: a URL, a container, a bean. Its user and database
 * are the DataSource's, not those of the configuration. Thread-safe.
 */
public final class DataSourceAccess implements DatabaseAccess {

    /** What to do if the application's own database is not the one for the tests; the end of a remedy, or its beginning. */
    public static final String USE_EMBEDDED = "To run the tests on an embedded PostgreSQL, write"
            + " e2e.migrations.target=embedded into src/test/resources/config/application.properties.";

    private final Supplier<DataSource> dataSource;
    private final HostGuard guard;
    private final Supplier<Optional<String>> url;

    /**
     * Creates the access to a DataSource of which nothing is known before it connects.
     *
     * @param dataSource asked once, when the database is opened
     * @param guard decides whether the database it leads to may be migrated
     */
    public DataSourceAccess(Supplier<DataSource> dataSource, HostGuard guard) {
        this(dataSource, guard, Optional::empty);
    }

    /**
     * Creates the access to a DataSource whose URL may be known: what is refused then is not even connected to.
     *
     * @param dataSource asked once, when the database is opened
     * @param guard decides whether the database it leads to may be migrated
     * @param url asked before that; counts if it is the PostgreSQL driver's own
     */
    public DataSourceAccess(Supplier<DataSource> dataSource, HostGuard guard, Supplier<Optional<String>> url) {
        this.dataSource = dataSource;
        this.guard = guard;
        this.url = url;
    }

    /**
     * Gives the database; it is connected to when it is used.
     *
     * @throws HostNotAllowedException if the URL is known and leads to a host that is not allowed
     */
    @Override
    public TargetDatabase open(DatabaseRequest request) {
        Optional<String> known = this.url.get().filter(HostGuard::isPostgresql);
        known.ifPresent(this.guard::check);
        return new DataSourceDatabase(
                this.dataSource.get(),
                this.guard,
                known.orElse(null),
                request.timeouts().connect());
    }
}
