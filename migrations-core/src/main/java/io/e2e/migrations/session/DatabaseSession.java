package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.script.GooseScript;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a run. The first message also contains the settings of the session. Not thread-safe. Closing it
 * releases the lock.
 */
public final class DatabaseSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSession.class);

    /**
     * A setting with which statements before a migration tell something to those after it, in the same transaction. The
     * settings that a migration leaves are undone in between, but for this one.
     */
    public static final String KEPT_SETTING = "e2e_migrations.before";

    private static final String CHECKING = "Could not check the state of ";

    private final Connection connection;
    private final MigrationOptions options;
    private final TargetDatabase target;
    private final MigrationLock lock;
    private final SessionSettings settings;
    private final RefusalReader refusals;
    private boolean configured;
    private @Nullable List<String> defined;

    private DatabaseSession(Connection connection, TargetDatabase target, MigrationOptions options, TimeSource time) {
        this.connection = connection;
        this.options = options;
        this.target = target;
        this.lock = new MigrationLock(options.schema(), time);
        this.settings = new SessionSettings(options, target.address().isEmpty());
        this.refusals = new RefusalReader(connection);
    }

    /**
     * Connects.
     *
     * @throws DatabaseUnreachableException if the server refuses the connection or cannot be reached; it says why
     * @throws ConnectTimeoutException if the server does not answer in time
     */
    public static DatabaseSession open(TargetDatabase target, MigrationOptions options, TimeSource time) {
        try {
            Connection connection = target.connect();
            // A pool may hand out connections without autocommit; each of our messages is a transaction.
            connection.setAutoCommit(true);
            return new DatabaseSession(connection, target, options, time);
        } catch (SQLException ex) {
            throw DatabaseUnreachableException.of(target, options.timeouts().connect(), ex);
        }
    }

    /** The connection, for the statements of migrations. */
    public Connection connection() {
        return this.connection;
    }

    /** The history of the schema. */
    public HistoryTable historyTable() {
        return new HistoryTable(this.options.schema());
    }

    /** The statements that acquire the lock and set the settings, for a script that is run in another session. */
    public List<String> scriptSql() {
        return List.of(this.lock.waitingSql(), this.settings.sql());
    }

    /** Reads the history. */
    public List<AppliedMigration> history() {
        return state(List.of(), List.of()).history();
    }

    /** Reads the history, the objects of these names, and which of these roles exist, in one round trip. */
    public DatabaseState state(Collection<String> names, Collection<String> roles) {
        return new StateQuery(null).objects(names).roles(roles).run();
    }

    /** Reads the state, but no objects if there is no history: such a database must be migrated first. */
    public DatabaseState stateOfMigrated(Collection<String> names) {
        return new StateQuery(null).objectsIfMigrated(names).run();
    }

    /** Runs statements that change the history, in one message and one transaction. */
    public void execute(List<String> statements) {
        RoundTrip roundTrip = new RoundTrip().add(Sql.CATALOG_PATH);
        statements.forEach(roundTrip::add);
        send(roundTrip, "Could not update the history of ");
    }

    /**
     * Acquires the lock and reads the state, in one round trip if the lock is free.
     *
     * @throws LockTimeoutException if another process holds the lock for longer than {@code timeouts.lock}
     */
    public DatabaseState lockAndRead(Collection<String> names, Collection<String> roles) {
        Deadline deadline = this.lock.deadline(this.options.timeouts().lock());
        while (true) {
            MigrationLock.Attempt attempt = this.lock.attempt();
            DatabaseState state =
                    new StateQuery(attempt).objects(names).roles(roles).run();
            if (attempt.succeeded()) {
                return state;
            }
            send(attempt.holderQuery(), CHECKING);
            this.lock.waitFor(attempt, deadline, this.target.description());
        }
    }

    /**
     * Calls a function of the session under the lock, in one message and one transaction.
     *
     * @param definition the statements that create the function; sent once per session
     * @param call a query with two text columns, which passes {@code %s} to the function: whether the lock is held;
     *     without the lock, the function must do nothing
     * @return the rows in order: the values of the second column by those of the first
     * @throws LockTimeoutException if another process holds the lock for longer than {@code timeouts.lock}
     * @throws SQLException the driver's error; the call is rolled back
     */
    public Map<String, List<String>> callUnderLock(List<String> definition, String call) throws SQLException {
        Deadline deadline = this.lock.deadline(this.options.timeouts().lock());
        while (true) {
            MigrationLock.Attempt attempt = this.lock.attempt();
            Map<String, List<String>> rows = new LinkedHashMap<>();
            RoundTrip roundTrip = new RoundTrip();
            addSettingsOfReset(roundTrip);
            if (!definition.equals(this.defined)) {
                definition.forEach(roundTrip::add);
            }
            attempt.addForTransaction(roundTrip);
            roundTrip.add(
                    call.formatted(MigrationLock.HAS_LOCK),
                    row -> rows.computeIfAbsent(row.getString(1), key -> new ArrayList<>())
                            .add(row.getString(2)));
            roundTrip.run(this.connection);
            this.configured = this.target.address().isPresent();
            this.defined = definition;
            if (attempt.succeeded()) {
                return rows;
            }
            attempt.holderQuery().run(this.connection);
            this.lock.waitFor(attempt, deadline, this.target.description());
        }
    }

    /**
     * Reads which rights the role lacks, after the server denied one; empty if that cannot be determined.
     *
     * @param objects the names of relations and functions that the role must own if they exist
     * @param extensions the extensions to create if they do not exist
     */
    public List<MissingRight> missingRights(Collection<String> objects, Collection<String> extensions) {
        return this.refusals.missingRights(new RightsQuery(this.options.schema(), objects, extensions));
    }

    /** Reads which rights the role lacks for the history, after the server denied one. */
    public List<MissingRight> missingHistoryRights() {
        return missingRights(List.of(FirstFormat.TABLE, this.options.schema()), List.of());
    }

    /**
     * The statements to run after those of a script, in the same transaction: they give the session its own settings
     * and role again, and drop the temporary objects that the script left.
     */
    public List<String> restoreSql(GooseScript script) {
        return this.settings.restoreSql(script);
    }

    /**
     * Reads which of these extensions are in schemas that are not on the search path, with their schemas; empty if that
     * cannot be determined.
     */
    public Map<String, String> extensionsOffPath(Collection<String> extensions) {
        return this.refusals.extensionsOffPath(extensions);
    }

    /** The error for a query of the caller's that failed, with the rights that the role lacks if the server denied one. */
    public MigrationException queryFailed(String failure, SQLException error) {
        List<MissingRight> missing =
                SqlStates.INSUFFICIENT_PRIVILEGE.equals(SqlStates.of(error)) ? missingHistoryRights() : List.of();
        return QueryFailedException.of(failure + description(), error, missing);
    }

    /** The application's session gets settings of the transaction only, because a pooler may share it. */
    private void addSettingsOfReset(RoundTrip roundTrip) {
        if (this.target.address().isEmpty()) {
            this.settings.addForTransaction(roundTrip);
        } else {
            addSettings(roundTrip);
        }
    }

    /** The database, in a line for messages. */
    public String description() {
        return this.target.description();
    }

    /** Adds the settings of the session to its first message. */
    private void addSettings(RoundTrip roundTrip) {
        if (!this.configured) {
            roundTrip.add(Sql.CATALOG_PATH);
            this.settings.addTo(roundTrip);
        }
    }

    private void send(RoundTrip roundTrip, String failure) {
        try {
            roundTrip.run(this.connection);
            this.configured = true;
        } catch (SQLException ex) {
            throw queryFailed(failure, ex);
        }
    }

    @Override
    public void close() {
        try {
            this.connection.close();
        } catch (SQLException ex) {
            // The work is committed or has failed with its own error. A connection that cannot be closed is lost, and
            // the server then releases the lock.
            LOG.debug("Closing the connection failed", ex);
        }
    }

    /** A message that reads the state; with a lock attempt, the state is read after it. */
    private final class StateQuery {

        private final RoundTrip roundTrip = new RoundTrip();
        private final HistoryReading history = new HistoryReading();
        private final List<FoundObject> objects = new ArrayList<>();
        private final Set<String> existingRoles = new HashSet<>();
        private final HistoryTable table = historyTable();

        StateQuery(MigrationLock.@Nullable Attempt attempt) {
            addSettings(this.roundTrip);
            this.roundTrip.add(Sql.CATALOG_PATH);
            if (attempt != null) {
                attempt.addTo(this.roundTrip);
            }
            this.table.addReading(this.roundTrip, this.history);
        }

        StateQuery objects(Collection<String> names) {
            if (!names.isEmpty()) {
                this.roundTrip.add(SnapshotQuery.sql(this.table.schema(), names), this::readObject);
            }
            return this;
        }

        StateQuery objectsIfMigrated(Collection<String> names) {
            if (!names.isEmpty()) {
                this.table.addIfMigrated(
                        this.roundTrip, SnapshotQuery.sql(this.table.schema(), names), this::readObject);
            }
            return this;
        }

        private void readObject(ResultSet row) throws SQLException {
            this.objects.add(SnapshotQuery.read(row));
        }

        StateQuery roles(Collection<String> roles) {
            if (!roles.isEmpty()) {
                this.roundTrip.add(
                        "SELECT rolname FROM pg_roles WHERE rolname = ANY (" + Sql.textArray(roles) + ")",
                        row -> this.existingRoles.add(row.getString(1)));
            }
            return this;
        }

        DatabaseState run() {
            send(this.roundTrip, CHECKING);
            this.history.requireReadable(description(), this.table);
            return this.history.state(new SchemaSnapshot(this.objects), this.existingRoles);
        }
    }
}
