package io.e2e.migrations.proof.scenario;

import io.e2e.migrations.apply.MigrationExecutor;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.plan.Reason;
import io.e2e.migrations.plan.RunInputs;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.provision.DatabaseServer;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The server of one proof. It applies migrations as every run does, by the same executor, reverts them, and describes
 * what a schema then holds. Thread-safe.
 */
public final class ProofServer implements AutoCloseable {

    /** No role of the catalog's: to the owner of the tables nothing is granted. */
    private static final DatabaseRequest REQUEST =
            DatabaseRequest.defaults().withUser("catalog_owner").withDatabase("catalog_proof");

    private final DatabaseServer server;
    private final DatabaseProvisioner databases;
    private final MigrationCatalog files;
    private final MigrationCatalog catalog;
    private final MigrationOptions options;
    private final Map<String, String> inputs;

    private ProofServer(DatabaseServer server, MigrationCatalog files, MigrationOptions options, Instant today) {
        this.server = server;
        this.databases = DatabaseProvisioner.scratch(server);
        this.files = files;
        this.catalog = files.described().orElse(files);
        this.options = options;
        this.inputs = RunInputs.of(options.partitions(), today);
    }

    /**
     * Starts a server that has every role which the catalog may grant to.
     *
     * @param settings the embedded server's
     * @param files what is to be proven
     * @param options how migrations are applied
     * @param today the day that migrations take for today
     */
    public static ProofServer start(
            EmbeddedSettings settings, MigrationCatalog files, MigrationOptions options, Instant today) {
        Set<String> roles = GrantedRoles.of(files.described().orElse(files));
        DatabaseServer server = EmbeddedAccess.with(settings).exclusiveServer(REQUEST);
        try {
            for (String role : roles) {
                server.session()
                        .execute(Sql.block("BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = "
                                + Sql.literal(role) + ") THEN CREATE ROLE " + Sql.identifier(role)
                                + "; END IF; END"));
            }
        } catch (SQLException ex) {
            server.close();
            throw new ProofBrokenException("create the roles that the catalog grants to", ex);
        }
        return new ProofServer(server, files, options, today);
    }

    /** The catalog that is proven, with the facts of its headers. */
    public MigrationCatalog catalog() {
        return this.catalog;
    }

    /** Creates an empty database. */
    TargetDatabase create() {
        return this.databases.next();
    }

    /** Copies a database that this server created. */
    TargetDatabase copyOf(TargetDatabase original) {
        return this.databases.copyOf(original);
    }

    /** What the proof runs on. */
    public String description() {
        return this.server.kind();
    }

    /** Connects to a database. */
    DatabaseSession open(TargetDatabase database) {
        return DatabaseSession.open(database, this.options, TimeSource.system());
    }

    /** Applies what is pending of these migrations, in this order. */
    void apply(DatabaseSession session, List<Migration> migrations) {
        new MigrationExecutor(
                        this.files, plan(migrations).of(this.files, this.catalog), this.options, this.inputs, null)
                .apply(session, Set.of());
    }

    private static MigrationPlan plan(List<Migration> migrations) {
        return new MigrationPlan(
                List.of(),
                migrations.stream()
                        .map(migration -> new PlannedMigration(migration, new Reason.Everything()))
                        .toList());
    }

    /** A reader of the schema that migrations are applied to. */
    SchemaReader reader() {
        return new SchemaReader(this.options.schema());
    }

    /** Reads what the schema holds. */
    static SchemaDescription describe(DatabaseSession session, SchemaReader reader, RowDetail rows) {
        try {
            return reader.read(session.connection(), rows);
        } catch (SQLException ex) {
            throw new ProofBrokenException("read the schema", ex);
        }
    }

    /** Applies everything at once to an empty database, and reads what the schema then holds. */
    public SchemaDescription describeWhole() {
        try (TargetDatabase database = create();
                DatabaseSession session = open(database)) {
            apply(session, this.catalog.migrations());
            return describe(session, reader().withUses(), RowDetail.REPEATABLE);
        }
    }

    /** Runs statements that are no migration. */
    void run(DatabaseSession session, String what, List<String> statements) {
        try (Statement statement = session.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException ex) {
            throw new ProofBrokenException(what, ex);
        }
    }

    /**
     * Reverts a migration by its Down section in one transaction, and takes it out of the history. If the server
     * refuses a statement, nothing is changed, and the result says which statement and why. A Down section that runs
     * outside of a transaction is run statement by statement.
     */
    Optional<String> revert(DatabaseSession session, Migration migration) {
        Connection connection = session.connection();
        boolean transaction = migration.script().downInTransaction();
        try {
            connection.setAutoCommit(!transaction);
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                Optional<String> refusal = runDown(statement, migration);
                if (refusal.isPresent()) {
                    return refusal;
                }
                for (String sql : session.restoreSql(migration.script())) {
                    statement.execute(sql);
                }
                statement.execute(forget(migration));
                if (transaction) {
                    connection.commit();
                }
                return Optional.empty();
            } finally {
                if (transaction) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException ex) {
            throw new ProofBrokenException("revert " + migration.file(), ex);
        }
    }

    /** The first refusal of the server, which ends the section. */
    private static Optional<String> runDown(Statement statement, Migration migration) throws SQLException {
        for (SqlStatement block : migration.script().down()) {
            for (SqlStatement down : block.parts()) {
                Optional<String> refusal = execute(statement, down);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        return Optional.empty();
    }

    /** Takes a migration out of the history, and nothing more, so that it is applied again. */
    void forget(DatabaseSession session, Migration migration) {
        run(session, "forget " + migration.file(), List.of(forget(migration)));
    }

    private String forget(Migration migration) {
        return new HistoryTable(this.options.schema()).deleteSql(migration);
    }

    private static Optional<String> execute(Statement statement, SqlStatement down) {
        try {
            statement.execute(down.driverText());
            return Optional.empty();
        } catch (SQLException ex) {
            return Optional.of("line " + down.line() + ": " + ex.getMessage());
        }
    }

    @Override
    public void close() {
        this.databases.close();
    }
}
