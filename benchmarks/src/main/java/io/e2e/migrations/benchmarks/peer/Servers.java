package io.e2e.migrations.benchmarks.peer;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.provision.DatabaseServer;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL for all contenders, and the catalog that they bring into its databases.
 *
 * @param config which catalog
 * @param server where
 * @param databases makes empty databases
 * @param files the catalog as the peers want it
 * @param directory where these files are
 */
public record Servers(
        MigrationConfig config,
        DatabaseServer server,
        DatabaseProvisioner databases,
        PeerFiles files,
        TemporaryDirectory directory)
        implements AutoCloseable {

    /** A server for this configuration's catalog. */
    public static Servers start(MigrationConfig config) throws IOException {
        TemporaryDirectory directory = TemporaryDirectory.create("files");
        MigrationCatalog catalog = MigrationCatalog.load(config.options().locations(), Servers.class.getClassLoader());
        PeerFiles files = PeerFiles.write(catalog, directory.path());
        DatabaseServer server =
                EmbeddedAccess.with(EmbeddedSettings.defaults()).exclusiveServer(config.databaseRequest());
        return new Servers(config, server, DatabaseProvisioner.scratch(server), files, directory);
    }

    /** What one way is asked to do in this database. */
    public Way.Order order(TargetDatabase database) {
        return new Way.Order(dataSource(database.address().orElseThrow()), this.config, this.files);
    }

    /** The least that a new database for a test can cost: the two statements, on a session that is open. */
    public void createAndDrop(String template) throws SQLException {
        this.server
                .session()
                .execute("CREATE DATABASE created_and_dropped TEMPLATE \"" + template + "\""
                        + this.server.createOptions(template));
        this.server.session().execute("DROP DATABASE created_and_dropped");
    }

    /** Connects anew each time, without a pool, as all contenders do. */
    static DataSource dataSource(DatabaseAddress address) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(address.jdbcUrl());
        dataSource.setUser(address.user());
        dataSource.setPassword(address.password().value());
        return dataSource;
    }

    @Override
    public void close() {
        try (this.directory) {
            this.databases.close();
        }
    }
}
