package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.MessageWatch;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.script.GooseScript;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.LimitedCall;
import io.e2e.migrations.time.RunLimit;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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

    private final Connection connection;
    private final MigrationOptions options;
    private final TargetDatabase target;
    private final MigrationLock lock;
    private final SessionSettings settings;
    private final MessageWatch watch;
    private RunLimit run;
    private final RefusalReader refusals;
    private boolean configured;
    private @Nullable List<String> defined;

    private DatabaseSession(Connection connection, TargetDatabase target, MigrationOptions options, RunLimit run) {
        this.connection = connection;
        this.run = run;
        this.watch = new MessageWatch(connection, target.description(), run);
        this.options = options;
        this.target = target;
        this.lock = new MigrationLock(options.schema(), run.deadline().time());
        this.settings = new SessionSettings(options, target.address().isEmpty());
        this.refusals = new RefusalReader(this::run);
    }

    /** Connects for a run that begins now; the errors are those of the other form. */
    public static DatabaseSession open(TargetDatabase target, MigrationOptions options, TimeSource time) {
        return open(target, options, RunLimit.in(options.timeouts().run(), time));
    }

    /**
     * Connects.
     *
     * @param run ends the run early, which also ends what the server does for it
     * @throws DatabaseUnreachableException if the server refuses the connection or cannot be reached; it says why
     * @throws ConnectTimeoutException if the server does not answer in time
     */
    public static DatabaseSession open(TargetDatabase target, MigrationOptions options, RunLimit run) {
        run.check("a connection to " + target.description());
        try {
            Connection connection = target.connect();
            // A pool may hand out connections without autocommit; each of our messages is a transaction.
            connection.setAutoCommit(true);
            return new DatabaseSession(connection, target, options, run);
        } catch (SQLException ex) {
            throw DatabaseUnreachableException.of(target, options.timeouts().connect(), ex);
        }
    }

    /** The connection, for messages of {@link #during}. */
    public Connection connection() {
        return this.connection;
    }

    /** A statement of the connection, for messages of {@link #during}; the caller closes it. */
    public Statement createStatement() throws SQLException {
        return this.watch.createStatement();
    }

    /** The server's process of this session; 0 before its first answer. */
    public int backend() {
        return this.settings.backend();
    }

    /** Begins the next run in this session. */
    public void begin(RunLimit next) {
        this.run = next;
        this.watch.begin(next);
    }

    /**
     * Sends messages through this session, and waits for the answers. The wait ends if the run has to end, and if the
     * server works on nothing although {@code timeouts.statement} is over.
     *
     * @throws SQLException what the work throws; of class 08 if the wire is dead
     */
    public <T> T during(MessageWatch.Work<T> work) throws SQLException {
        MessageWatch.Limit limit =
                new MessageWatch.Limit(this.options.timeouts().statement(), "e2e.migrations.statement-timeout");
        return this.watch.during(limit, this::isAtWork, work);
    }

    /** Whether the server works for this session, asked on another connection: a dead wire tells nothing. */
    private boolean isAtWork() {
        try {
            return new LimitedCall(
                            "e2e-migrations-probe", this.options.timeouts().connect())
                    .run(this::askOnAnotherConnection, late -> {});
        } catch (Exception ex) {
            LOG.debug("{} does not answer on another connection either", description(), ex);
            return false;
        }
    }

    private boolean askOnAnotherConnection() throws SQLException {
        List<Boolean> answer = new ArrayList<>();
        RoundTrip question = new RoundTrip().add("""
                SELECT state IN ('active', 'disabled') AND wait_event_type IS DISTINCT FROM 'Client'
                  FROM pg_stat_activity WHERE pid = %d""".formatted(backend()), row -> answer.add(row.getBoolean(1)));
        try (Connection other = this.target.connect()) {
            question.run(other);
        }
        return answer.contains(true);
    }

    /**
     * Ends a session of this process whose wire was lost, if the server has not noticed: it may hold the lock, until TCP
     * gives up after hours.
     */
    public void terminate(int backend) {
        read(new RoundTrip()
                .add("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = " + backend
                        + " AND pid <> pg_backend_pid() AND application_name = "
                        + Sql.literal(SessionSettings.applicationName())));
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
        RoundTrip roundTrip = new RoundTrip();
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
            read(attempt.holderQuery());
            this.run.check("the lock on " + description() + ", which another process holds: " + attempt.holder());
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
            addSettings(roundTrip);
            if (!definition.equals(this.defined)) {
                definition.forEach(roundTrip::add);
            }
            attempt.addForTransaction(roundTrip);
            roundTrip.add(
                    call.formatted(MigrationLock.HAS_LOCK),
                    row -> rows.computeIfAbsent(row.getString(1), key -> new ArrayList<>())
                            .add(row.getString(2)));
            run(roundTrip);
            this.configured = true;
            this.defined = definition;
            if (attempt.succeeded()) {
                return rows;
            }
            run(attempt.holderQuery());
            this.run.check("the lock on " + description() + ", which another process holds: " + attempt.holder());
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

    /** The database, in a line for messages. */
    public String description() {
        return this.target.description();
    }

    /** Adds the settings of the session to its first message. */
    private void addSettings(RoundTrip roundTrip) {
        if (!this.configured) {
            this.settings.addTo(roundTrip);
        }
    }

    private void run(RoundTrip roundTrip) throws SQLException {
        during(() -> {
            try (Statement statement = createStatement()) {
                roundTrip.run(statement);
            }
            return null;
        });
    }

    private void read(RoundTrip roundTrip) {
        send(roundTrip, "Could not check the state of ");
    }

    private void send(RoundTrip roundTrip, String failure) {
        try {
            run(roundTrip);
            this.configured = true;
        } catch (SQLException ex) {
            throw queryFailed(failure, ex);
        }
    }

    @Override
    public void close() {
        Duration limit = this.options.timeouts().connect();
        try {
            // Nothing but the limit keeps a connection from going back as it was found.
            new MessageWatch(this.connection, description(), null)
                    .during(new MessageWatch.Limit(limit, "e2e.migrations.connect-timeout"), () -> false, () -> {
                        this.connection.close();
                        return null;
                    });
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
            read(this.roundTrip);
            if (this.history.format() > HistoryTable.FORMAT) {
                throw new HistoryFormatException(description(), this.history.format());
            }
            if (!this.history.unreadable().isEmpty()) {
                throw new UnreadableHistoryException(description(), this.table, this.history.unreadable());
            }
            return new DatabaseState(
                    this.history.rows(),
                    new SchemaSnapshot(this.objects),
                    this.existingRoles,
                    this.history.pendingSeedData(),
                    this.history.format(),
                    this.history.interrupted());
        }
    }
}
