package io.e2e.migrations.benchmarks.peer;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.HostGuard;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** The ways to bring SQL files into a database. Each connects by itself, reads its files by itself, and keeps its books. */
public enum Way {
    /** The floor: every script in one message. Nothing is recorded, nothing could go on after a failure. */
    ONE_MESSAGE("one message (floor)") {
        @Override
        public void apply(Order order) throws SQLException {
            try (Connection connection = order.database().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(String.join("", order.files().scripts()));
            }
        }
    },
    /** One message per file, a transaction each. Nothing is recorded. */
    SCRIPT_BY_SCRIPT("JDBC, script by script") {
        @Override
        public void apply(Order order) throws SQLException {
            try (Connection connection = order.database().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String script : order.files().scripts()) {
                    statement.execute(script);
                }
            }
        }
    },
    /** PostgreSQL's client in a process of its own, all files in one transaction. Nothing is recorded. */
    PSQL("psql, one transaction") {
        @Override
        public boolean isHere() {
            return Psql.isOnThePath();
        }

        @Override
        public void apply(Order order) throws Exception {
            Psql.run((PGSimpleDataSource) order.database(), order.files());
        }
    },
    /** This project, verification included. */
    OURS("e2e-migrations") {
        @Override
        public void apply(Order order) {
            HostGuard loopback = new HostGuard(Set.of());
            try (MigrationService service =
                    MigrationService.open(order.config(), new DataSourceAccess(order::database, loopback))) {
                service.applyMigrations();
            }
        }
    },
    /** Flyway as it comes. */
    FLYWAY("Flyway") {
        @Override
        public void apply(Order order) {
            Flyway.configure()
                    .dataSource(order.database())
                    .locations("filesystem:" + order.files().directory())
                    .load()
                    .migrate();
        }
    },
    /** Liquibase as it comes, without the summary that it prints. */
    LIQUIBASE("Liquibase") {
        @Override
        @SuppressWarnings("try") // its close() is declared to throw anything
        public void apply(Order order) throws Exception {
            try (DirectoryResourceAccessor files =
                    new DirectoryResourceAccessor(order.files().directory())) {
                Scope.child(
                        Map.of(Scope.Attr.resourceAccessor.name(), files, Scope.Attr.ui.name(), new LoggerUIService()),
                        () -> update(order));
            }
        }

        private void update(Order order) throws Exception {
            try (Database database = DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(
                            new JdbcConnection(order.database().getConnection()))) {
                new CommandScope(UpdateCommandStep.COMMAND_NAME)
                        .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                        .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, PeerFiles.CHANGELOG)
                        .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                        .execute();
            }
        }
    };

    private final String label;

    Way(String label) {
        this.label = label;
    }

    /** As the page of results shows it. */
    public String label() {
        return this.label;
    }

    /** Whether this machine has it. */
    public boolean isHere() {
        return true;
    }

    /** Brings the files into the database. */
    public abstract void apply(Order order) throws Exception;

    /**
     * What is wanted.
     *
     * @param database where
     * @param config what, for us
     * @param files the same for the peers
     */
    public record Order(DataSource database, MigrationConfig config, PeerFiles files) {}
}
