package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.MessageWatch;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.UncheckedConnection;
import io.e2e.migrations.database.WatchedConnection;
import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.RunLimit;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection of a run, whose first message has the settings of the session. Closing it releases the lock. Not thread-safe. */
public final class DatabaseSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSession.class);

    /**
     * A setting with which statements before a migration tell something to those after it, in the same transaction. The
     * settings that a migration leaves are undone in between, but for this one.
     */
    public static final String KEPT_SETTING = "e2e_migrations.before";

    private static final String CHECKING = "Could not check the state of ";

    private final MigrationOptions options;
    private final TargetDatabase target;
    private final MigrationLock lock;
    private final SessionSettings settings;
    private final WatchedConnection watch;
    private final RefusalReader refusals;
    private RunLimit run;
    private boolean configured;
    private @Nullable List<String> defined;

    private DatabaseSession(UncheckedConnection opened, TargetDatabase target, MigrationOptions options, RunLimit run) {
        this.run = run;
        this.watch = new WatchedConnection(opened, target, options.timeouts(), run);
        this.options = options;
        this.target = target;
        this.lock = new MigrationLock(options.schema(), run.deadline().time());
        this.settings = new SessionSettings(options, target.address().isEmpty(), opened.connection());
        this.refusals = new RefusalReader(this::run);
    }

    /** Connects for a run that begins now. */
    public static DatabaseSession open(TargetDatabase target, MigrationOptions options, TimeSource time) {
        return open(target, options, RunLimit.in(options.timeouts().run(), time));
    }

    /**
     * Connects, for a run that may have to end early.
     *
     * @throws DatabaseUnreachableException if the server refuses the connection or cannot be reached; it says why
     * @throws ConnectTimeoutException if the server does not answer in time
     */
    public static DatabaseSession open(TargetDatabase target, MigrationOptions options, RunLimit run) {
        run.check("a connection to " + target.description());
        try {
            UncheckedConnection opened = target.connectUnchecked();
            // A pool may hand out connections without autocommit; each of our messages is a transaction.
            opened.connection().setAutoCommit(true);
            return new DatabaseSession(opened, target, options, run);
        } catch (SQLException ex) {
            throw DatabaseUnreachableException.of(target, options.timeouts().connect(), ex);
        }
    }

    /** The connection, for messages of {@link #during}. */
    public Connection connection() {
        return this.watch.connection();
    }

    /** A statement of the connection, for messages of {@link #during}; the caller closes it. */
    public Statement createStatement() throws SQLException {
        return this.watch.createStatement();
    }

    /** The database of the session. */
    public TargetDatabase target() {
        return this.target;
    }

    /** The server's process of this session; 0 if it is not known yet. */
    public int backend() {
        return this.settings.backend();
    }

    /** Begins the next run in this session. */
    public void begin(RunLimit next) {
        this.run = next;
        this.watch.begin(next);
    }

    /**
     * Sends messages, and waits for the answers, unless the run has to end, or {@code timeouts.statement} is over while
     * the server works on nothing: an error of class 08.
     */
    public <T extends @Nullable Object> T during(MessageWatch.Work<T> work) throws SQLException {
        return this.watch.during(work, backend());
    }

    /** Ends a session of this process whose wire was lost; until the server notices, after hours, it may hold the lock. */
    public void terminate(int backend) {
        send(new RoundTrip().add(SessionSettings.terminateSql(backend)), CHECKING);
    }

    /** The history of the schema. */
    public HistoryTable historyTable() {
        return new HistoryTable(this.options.schema());
    }

    /** The statements that acquire the lock and set the settings, for a script that is run in another session. */
    public List<String> scriptSql() {
        return List.of(this.lock.waitingSql(), this.settings.sql());
    }

    /** Reads the history, the objects of these names, and which of these roles exist, in one round trip. */
    public DatabaseState state(Collection<String> names, Collection<String> roles) {
        return read(query(null).objects(names).roles(roles));
    }

    /** Reads the state, but no objects if there is no history: such a database must be migrated first. */
    public DatabaseState stateOfMigrated(Collection<String> names) {
        return read(query(null).objectsIfMigrated(names));
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
            DatabaseState.Query query = query(attempt).objects(names).roles(roles);
            this.settings.addHeldTo(query.message());
            DatabaseState state = read(query);
            if (attempt.succeeded()) {
                return state;
            }
            send(attempt.holderQuery(), CHECKING);
            waitFor(attempt, deadline);
        }
    }

    /**
     * Calls a function of the session under the lock, in one message and one transaction.
     *
     * @param definition the statements that create the function; sent once per session
     * @param call a query with two text columns, which passes {@code %s} to the function: whether the lock is held, and
     *     whether the session is kept; without the lock, the function must do nothing
     * @return the values of the second column by those of the first, in order
     * @throws LockTimeoutException if another process holds the lock too long
     * @throws SQLException the driver's error; the call is rolled back
     */
    public Map<String, List<String>> callUnderLock(List<String> definition, String call) throws SQLException {
        Deadline deadline = this.lock.deadline(this.options.timeouts().lock());
        boolean kept = this.target.address().isPresent();
        while (true) {
            MigrationLock.Attempt attempt = this.lock.attempt();
            Map<String, List<String>> rows = new LinkedHashMap<>();
            RoundTrip roundTrip = new RoundTrip();
            this.settings.addForReset(roundTrip, this.configured);
            if (!definition.equals(this.defined)) {
                definition.forEach(roundTrip::add);
            }
            attempt.addForTransaction(roundTrip);
            roundTrip.add(
                    call.formatted(MigrationLock.HAS_LOCK, kept),
                    row -> rows.computeIfAbsent(row.getString(1), key -> new ArrayList<>())
                            .add(row.getString(2)));
            run(roundTrip);
            this.configured = kept;
            this.defined = definition;
            if (attempt.succeeded()) {
                return rows;
            }
            run(attempt.holderQuery());
            waitFor(attempt, deadline);
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
    public List<String> restoreSql(MigrationScript script) {
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

    private DatabaseState.Query query(MigrationLock.@Nullable Attempt attempt) {
        RoundTrip roundTrip = new RoundTrip();
        if (!this.configured) {
            roundTrip.add(Sql.CATALOG_PATH);
            String question = attempt == null ? this.watch.question() : null;
            if (question != null) {
                roundTrip.add(question);
            }
            this.settings.addTo(roundTrip);
        }
        return new DatabaseState.Query(roundTrip, historyTable(), attempt);
    }

    private DatabaseState read(DatabaseState.Query query) {
        send(query.message(), CHECKING);
        this.configured = true;
        return query.result(description());
    }

    private void waitFor(MigrationLock.Attempt failed, Deadline deadline) {
        this.run.check("the lock on " + description() + ", which another process holds: " + failed.holder());
        this.lock.waitFor(failed, deadline, description());
    }

    /** Sends a message, as {@link #during} does. */
    public void run(RoundTrip roundTrip) throws SQLException {
        during(() -> {
            try (Statement statement = createStatement()) {
                roundTrip.run(statement);
            }
            return null;
        });
    }

    private void send(RoundTrip roundTrip, String failure) {
        try {
            run(roundTrip);
        } catch (SQLException ex) {
            throw queryFailed(failure, ex);
        }
    }

    @Override
    public void close() {
        try {
            this.watch.close();
        } catch (SQLException ex) {
            // The work is committed or has failed with its own error; the server releases the lock of a lost
            // connection.
            LOG.debug("Closing the connection failed", ex);
        }
    }
}
