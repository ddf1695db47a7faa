package io.e2e.migrations.derive;

import io.e2e.migrations.apply.FailedStatement;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.foreign.ForeignRun;
import io.e2e.migrations.foreign.MissingRequisites;
import io.e2e.migrations.foreign.SettingScope;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.plan.RunInputs;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.session.SqlStates;
import io.e2e.migrations.time.RunLimit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Applies migrations one after the other to an empty database, each in a session of its own: a function that a session has
 * run before sends no parse trees again. Not thread-safe.
 */
final class MigrationReplay implements AutoCloseable {

    /** The server sends the tree of a statement as text, which is many times as long as a list of rows. */
    private static final int LONGEST_TRACED = 65_536;

    private static final int MOST_ROLES = 50;

    private static final Pattern BEGIN_OR_COMMIT =
            Pattern.compile("(?:BEGIN|START|COMMIT|END)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern SILENCES = Pattern.compile("client_min_messages", Pattern.CASE_INSENSITIVE);

    private static final Set<String> OUTSIDE =
            Set.of(SqlStates.REFUSES_TRANSACTION, SqlStates.REFUSES_COMMIT, SqlStates.UNSAFE_NEW_ENUM_VALUE);

    private final @Nullable ForeignRun foreign;
    private final TargetDatabase database;
    private final MigrationOptions options;
    private final Map<String, String> inputs;
    private final RunLimit limit;
    private final SchemaReader reader;
    private final Set<Long> probes = new HashSet<>();
    /** The session that describes the schema, since a new one would have to learn the catalogs. */
    private final DatabaseSession describing;

    private CatalogReading catalogs = new CatalogReading();
    private SchemaDescription description = SchemaDescription.EMPTY;

    /**
     * Prepares a database.
     *
     * @param database an empty one, whose role is a superuser
     * @param limit what ends the replay
     */
    static MigrationReplay of(
            MigrationCatalog catalog, TargetDatabase database, MigrationOptions options, RunLimit limit) {
        ForeignRun foreign = catalog.hasFacts() ? null : new ForeignRun(catalog.format(), options);
        MigrationReplay replay = new MigrationReplay(foreign, database, options, limit);
        replay.begin(catalog);
        return replay;
    }

    private MigrationReplay(
            @Nullable ForeignRun foreign, TargetDatabase database, MigrationOptions options, RunLimit limit) {
        this.foreign = foreign;
        this.database = database;
        this.options = options;
        this.inputs = RunInputs.of(options.partitions(), limit.deadline().time().now());
        this.limit = limit;
        this.reader = new SchemaReader(options.schema()).withUses();
        this.describing = DatabaseSession.open(database, options, limit);
    }

    /** A role that a header names must exist, since the migration grants to it only if it does. */
    private void begin(MigrationCatalog catalog) {
        catalog.migrations().stream()
                .flatMap(migration -> migration.header().roles().stream())
                .distinct()
                .forEach(this.database::createRole);
        try (Statement statement = this.describing.connection().createStatement()) {
            statement.execute(Sql.block("BEGIN EXECUTE format('ALTER DATABASE %1$I SET track_functions = ''all'';"
                    + " ALTER DATABASE %1$I SET log_min_messages = ''panic''', current_database()); END"));
            if (!this.options.schema().equals("public")) {
                statement.execute("CREATE SCHEMA " + Sql.identifier(this.options.schema()));
            }
            if (this.foreign != null) {
                for (String sql : this.foreign.firstSql(catalog.migrations())) {
                    statement.execute(sql);
                }
            }
            try (ResultSet found = statement.executeQuery(
                    "SELECT oid FROM pg_proc WHERE oid < " + Oid.FIRST_OF_USERS
                            + " AND (proname ~ '^to_reg' OR proname ~ '^has_.*_privilege$' OR proname = 'pg_get_serial_sequence')")) {
                while (found.next()) {
                    this.probes.add(found.getLong(1));
                }
            }
            read();
        } catch (SQLException ex) {
            throw DerivationFailedException.broken("the empty database", ex);
        }
    }

    private void read() throws SQLException {
        read(new CatalogReading(), CatalogReading.nextTransaction(this.describing.connection()));
        describe();
    }

    private void describe() throws SQLException {
        this.description = this.describing.during(() -> this.reader.read(this.describing.connection(), RowDetail.NONE));
    }

    private void read(CatalogReading reading, String since) throws SQLException {
        this.catalogs = this.describing.during(() -> {
            reading.read(this.describing.connection(), this.options.schema(), since);
            return reading;
        });
    }

    /**
     * Applies the next migration. A role that it grants to is created, if the server says that there is none.
     *
     * @throws DerivationFailedException if the server refuses a statement
     */
    ReplayedMigration apply(Migration migration) {
        boolean transaction = migration.runsInTransaction()
                && parts(migration).stream().allMatch(part -> !part.isTransactionControl() || isBoundary(part));
        return apply(migration, transaction);
    }

    private ReplayedMigration apply(Migration migration, boolean inTransaction) {
        boolean transaction = inTransaction;
        for (int attempt = 0; ; attempt++) {
            try (DatabaseSession session = DatabaseSession.open(this.database, this.options, this.limit)) {
                boolean chosen = transaction;
                return session.during(() -> apply(migration, session, chosen));
            } catch (RefusedException ex) {
                if (transaction && OUTSIDE.contains(ex.statement.sqlState())) {
                    transaction = false;
                } else if (attempt == MOST_ROLES || !createRole(ex.statement)) {
                    throw DerivationFailedException.refused(ex.statement, ex.error);
                }
            } catch (SQLException ex) {
                throw DerivationFailedException.broken("what " + migration.file() + " did", ex);
            }
        }
    }

    private static List<SqlStatement> parts(Migration migration) {
        return migration.script().up().stream()
                .flatMap(block -> block.parts().stream())
                .toList();
    }

    private static boolean isBoundary(SqlStatement statement) {
        return BEGIN_OR_COMMIT.matcher(statement.text()).matches();
    }

    private ReplayedMigration apply(Migration migration, DatabaseSession session, boolean transaction)
            throws SQLException {
        Connection connection = session.connection();
        prepare(migration, session);
        CatalogReading before = this.catalogs;
        SchemaDescription described = this.description;
        String since = CatalogReading.nextTransaction(connection);
        ParseTrees trees = new ParseTrees(this.probes, !transaction);
        connection.setAutoCommit(!transaction);
        for (SqlStatement part : parts(migration)) {
            if (!transaction || !isBoundary(part)) {
                run(migration, part, session, trees);
            }
        }
        read(end(session, trees, transaction), since);
        if (!this.catalogs.isUnchangedSince(before)) {
            describe();
        }
        return new ReplayedMigration(before, this.catalogs, trees, described, this.description, transaction);
    }

    /** Reads what the transaction has done, and commits it; what the migration began itself, it may have left open. */
    private static CatalogReading end(DatabaseSession session, ParseTrees trees, boolean transaction)
            throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute((transaction ? "" : "COMMIT; ")
                    + "RESET SESSION AUTHORIZATION; RESET ROLE; SET client_min_messages = log;"
                    + " SET CONSTRAINTS ALL IMMEDIATE");
            trees.addAll(statement);
        }
        CatalogReading reading = new CatalogReading();
        reading.readTransaction(session.connection());
        if (transaction) {
            session.connection().commit();
            session.connection().setAutoCommit(true);
        }
        return reading;
    }

    /** Sets the session, and creates what the header has created before the migration. */
    private void prepare(Migration migration, DatabaseSession session) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            for (String extension : migration.header().extensions()) {
                Pattern creates = Pattern.compile("(?i)CREATE\\s+EXTENSION\\b[^;]*" + Pattern.quote(extension));
                if (!migration.mentions(creates)) {
                    statement.execute("CREATE EXTENSION IF NOT EXISTS " + Sql.identifier(extension));
                    read();
                }
            }
            List<String> settings = new ArrayList<>(List.of(session.scriptSql().get(1)));
            if (this.foreign != null) {
                settings.addAll(this.foreign.settingsSql(SettingScope.SESSION));
            }
            this.inputs.forEach((name, value) -> settings.add("SELECT set_config("
                    + Sql.literal("e2e_migrations." + name) + ", " + Sql.literal(value) + ", false)"));
            statement.execute(String.join(";\n", settings));
        }
    }

    /** Runs a statement of the migration. What the one before it has set must not hide the trees of this one. */
    private static void run(Migration migration, SqlStatement part, DatabaseSession session, ParseTrees trees)
            throws SQLException {
        String text = part.driverText();
        String settings = "SET client_min_messages = log; SET debug_pretty_print = off; SET debug_print_parse = "
                + (text.length() <= LONGEST_TRACED ? "on" : "off");
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            if (session.connection().getAutoCommit()) {
                // Two statements in one message would be one transaction.
                statement.execute(settings);
                statement.execute(text);
            } else {
                statement.execute(settings + ";\n" + text);
            }
            trees.addAll(statement);
            if (SILENCES.matcher(text).find()) {
                trees.addWordsOf(text);
            }
        } catch (SQLException ex) {
            throw new RefusedException(FailedStatement.of(migration.file(), part.line(), text, ex), ex);
        }
    }

    private boolean createRole(FailedStatement statement) {
        return MissingRequisites.role(statement.sqlState(), statement.message())
                .filter(this.database::createRole)
                .isPresent();
    }

    @Override
    public void close() {
        this.describing.close();
    }

    /** The server refused a statement. */
    private static final class RefusedException extends SQLException {

        private final transient FailedStatement statement;
        private final SQLException error;

        RefusedException(FailedStatement statement, SQLException error) {
            super(error);
            this.statement = statement;
            this.error = error;
        }
    }
}
