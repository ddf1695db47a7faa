package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.AppliedMigration;
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
 * The one connection of a run. Its settings travel with its first question. Not thread-safe; close it, which also gives
 * back the lock.
 */
public final class DatabaseSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSession.class);

    private final Connection connection;
    private final MigrationOptions options;
    private final TargetDatabase target;
    private final MigrationLock lock;
    private boolean configured;
    private @Nullable List<String> defined;

    private DatabaseSession(Connection connection, TargetDatabase target, MigrationOptions options, TimeSource time) {
        this.connection = connection;
        this.options = options;
        this.target = target;
        this.lock = new MigrationLock(options.schema(), time);
    }

    /**
     * Connects.
     *
     * @throws DatabaseUnreachableException if the server refuses; the message tells wrong password, wrong database and
     *     no answer apart
     * @throws ConnectTimeoutException if nothing answers in time
     */
    public static DatabaseSession open(TargetDatabase target, MigrationOptions options, TimeSource time) {
        try {
            Connection connection = target.connect();
            // A pool may hand out connections that wait for a commit; each message of ours is a transaction.
            connection.setAutoCommit(true);
            return new DatabaseSession(connection, target, options, time);
        } catch (SQLException ex) {
            throw DatabaseUnreachableException.of(
                    target.description(), options.timeouts().connect(), ex);
        }
    }

    /** The connection itself, for the statements of migrations. */
    public Connection connection() {
        return this.connection;
    }

    /** What the database already has. */
    public List<AppliedMigration> history() {
        return state(List.of(), List.of()).history();
    }

    /** History, the objects of these names, and which of these roles exist, in one round trip. */
    public DatabaseState state(Collection<String> names, Collection<String> roles) {
        Question question = new Question();
        question.addReading();
        question.addObjects(names);
        question.addRoles(roles);
        ask(question.roundTrip);
        return question.answer();
    }

    /** Reads the state of a database that has a history; of one without, no objects, as it is to be migrated first. */
    public DatabaseState stateOfMigrated(Collection<String> names, Collection<String> roles) {
        Question question = new Question();
        question.addReading();
        question.addObjectsIfMigrated(names);
        question.addRoles(roles);
        ask(question.roundTrip);
        return question.answer();
    }

    /** Runs statements on the history in one message and one transaction. */
    public void execute(List<String> statements) {
        RoundTrip roundTrip = new RoundTrip();
        statements.forEach(roundTrip::add);
        send(roundTrip, "Could not update the history of ");
    }

    /**
     * Takes the lock and then reads the state, in one round trip when the lock is free.
     *
     * @throws LockTimeoutException if another process keeps it for longer than {@code timeouts.lock}
     */
    public DatabaseState lockAndRead(Collection<String> names, Collection<String> roles) {
        Deadline deadline = this.lock.deadline(this.options.timeouts().lock());
        while (true) {
            MigrationLock.Attempt attempt = this.lock.attempt();
            Question question = new Question();
            attempt.addTo(question.roundTrip);
            question.addReading();
            question.addObjects(names);
            question.addRoles(roles);
            ask(question.roundTrip);
            if (attempt.succeeded()) {
                return question.answer();
            }
            ask(attempt.holderQuestion());
            this.lock.waitFor(attempt, deadline, this.target.description());
        }
    }

    /**
     * Calls a function of the session's under the lock, in one message and one transaction.
     *
     * @param definition the statements that make the function; sent once in a session
     * @param call a query of two columns of text, with {@code %s} where the function takes whether it has the lock; without
     *     it, the function does nothing
     * @return the query's rows in order: of each first column, the second ones
     * @throws LockTimeoutException if another process keeps the lock for longer than {@code timeouts.lock}
     * @throws SQLException the driver's error; nothing of the call stayed
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
            roundTrip.run(this.connection);
            this.configured = true;
            this.defined = definition;
            if (attempt.succeeded()) {
                return rows;
            }
            attempt.holderQuestion().run(this.connection);
            this.lock.waitFor(attempt, deadline, this.target.description());
        }
    }

    /**
     * Which rights the role lacks, after the server denied one; empty if it is another one, or if nobody can tell.
     *
     * @param things names of relations and functions that must be the role's own if they exist
     * @param extensions those that are made if they do not exist
     */
    public List<MissingRight> missingRights(Collection<String> things, Collection<String> extensions) {
        List<MissingRight> missing = new ArrayList<>();
        RoundTrip roundTrip = new RoundTrip();
        new RightsQuery(this.options.schema(), things, extensions).addTo(roundTrip, missing);
        try {
            roundTrip.run(this.connection);
        } catch (SQLException ex) {
            LOG.debug("The error that is under way says less: nobody can tell which right is missing", ex);
        }
        return missing;
    }

    /** What the database is, for messages. */
    public String description() {
        return this.target.description();
    }

    /** The settings are the session's own and travel with its first message. */
    private void addSettings(RoundTrip roundTrip) {
        if (!this.configured) {
            roundTrip.add(SessionSettings.sql(this.options));
        }
    }

    private void ask(RoundTrip roundTrip) {
        send(roundTrip, "Could not check the state of ");
    }

    private void send(RoundTrip roundTrip, String failure) {
        try {
            roundTrip.run(this.connection);
            this.configured = true;
        } catch (SQLException ex) {
            List<MissingRight> missing = SqlStates.INSUFFICIENT_PRIVILEGE.equals(SqlStates.of(ex))
                    ? missingRights(List.of(FirstFormat.TABLE, this.options.schema()), List.of())
                    : List.of();
            throw QueryFailedException.of(failure + description(), ex, missing);
        }
    }

    @Override
    public void close() {
        try {
            this.connection.close();
        } catch (SQLException ex) {
            // The work is committed or has failed with an error of its own; a connection that cannot even be closed
            // is broken, and its server releases the lock when it notices.
            LOG.debug("Closing the connection failed", ex);
        }
    }

    /** The parts of a message that asks for the state, and where their rows go. */
    private final class Question {

        private final RoundTrip roundTrip = new RoundTrip();
        private final HistoryReading history = new HistoryReading();
        private final List<FoundObject> objects = new ArrayList<>();
        private final Set<String> existingRoles = new HashSet<>();

        private final String schema = DatabaseSession.this.options.schema();

        Question() {
            addSettings(this.roundTrip);
        }

        void addReading() {
            new HistoryTable(this.schema).addReading(this.roundTrip, this.history);
        }

        void addObjects(Collection<String> names) {
            if (!names.isEmpty()) {
                this.roundTrip.add(SnapshotQuery.sql(this.schema, names), this::readObject);
            }
        }

        void addObjectsIfMigrated(Collection<String> names) {
            if (!names.isEmpty()) {
                new HistoryTable(this.schema)
                        .addIfThere(this.roundTrip, SnapshotQuery.sql(this.schema, names), this::readObject);
            }
        }

        private void readObject(ResultSet row) throws SQLException {
            this.objects.add(SnapshotQuery.read(row));
        }

        void addRoles(Collection<String> roles) {
            if (!roles.isEmpty()) {
                this.roundTrip.add(
                        "SELECT rolname FROM pg_roles WHERE rolname = ANY (" + Sql.textArray(roles) + ")",
                        row -> this.existingRoles.add(row.getString(1)));
            }
        }

        DatabaseState answer() {
            if (this.history.format() > HistoryTable.FORMAT) {
                throw HistoryFormatException.of(description(), this.history.format());
            }
            return new DatabaseState(
                    this.history.rows(),
                    new SchemaSnapshot(this.objects),
                    this.existingRoles,
                    this.history.pendingSeedData(),
                    this.history.format());
        }
    }
}
