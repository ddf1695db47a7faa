package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.foreign.SettingScope;
import io.e2e.migrations.script.TransactionUnit;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.MissingRight;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.session.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The transaction of one migration: its inputs, its extensions, its statements, its row in the history, and the commit.
 * Several batches are sent in one message, unless {@link NonTransactionalRun} runs one of them. The server stops at the first that fails, and the ones before it stay
 * committed. The driver
 * does not say which statement of a message failed, so the statements of a failed migration are run again one by one,
 * in a transaction that is rolled back.
 *
 * @param migration the migration
 * @param settings our statements that give it the values of its inputs, and the settings that its tool gives it
 * @param before our statements before its own, which include the settings
 * @param units its statements by the transactions in which they run
 * @param after our statements after its own
 * @param isTransaction whether all of it is one transaction
 */
public record MigrationBatch(
        Migration migration,
        List<Part> settings,
        List<Part> before,
        List<Unit> units,
        List<Part> after,
        boolean isTransaction) {

    /** A statement that creates an extension, and its name. */
    static final Pattern CREATE_EXTENSION = Pattern.compile(
            "\\bCREATE\\s+EXTENSION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?\"?([\\w-]+)", Pattern.CASE_INSENSITIVE);

    /**
     * The batch that applies a migration, which is a transaction if the migration says so.
     *
     * @param settings our statements that give it its inputs and settings
     * @param before our other statements before its own, such as those that create the history
     * @param after our statements after its own, which write to the history
     */
    static MigrationBatch of(Migration migration, List<String> settings, List<String> before, List<String> after) {
        // The header, at the file's first line, is the reason for these.
        List<Part> extensions =
                extensionsSql(migration).stream().map(sql -> new Part(sql, 1)).toList();
        return new MigrationBatch(
                migration,
                ours(settings.stream()),
                Stream.of(ours(before.stream()), ours(settings.stream()), extensions)
                        .flatMap(List::stream)
                        .toList(),
                units(migration.script().upUnits()),
                ours(after.stream()),
                migration.runsInTransaction());
    }

    /** A copy that grants a right before its own statements, and revokes it after them. */
    MigrationBatch granting(String right) {
        Stream<Part> grant = ours(Stream.of("GRANT " + right)).stream();
        Stream<Part> revoke = ours(Stream.of("REVOKE " + right.replaceFirst(" TO ", " FROM "))).stream();
        return new MigrationBatch(
                this.migration,
                this.settings,
                Stream.concat(this.before.stream(), grant).toList(),
                this.units,
                Stream.concat(this.after.stream(), revoke).toList(),
                this.isTransaction);
    }

    /** A copy that runs statement by statement, or by these transactions. */
    MigrationBatch inUnits(List<TransactionUnit> others) {
        return new MigrationBatch(this.migration, this.settings, this.before, units(others), this.after, false);
    }

    /**
     * The transaction that reverts a migration: the statements of its Down section that run in a transaction, and ours
     * around them. The parameters are those of {@link #of}.
     */
    public static MigrationBatch down(
            Migration migration, List<String> settings, List<String> before, List<String> after) {
        return new MigrationBatch(
                migration,
                ours(settings.stream()),
                ours(Stream.of(before, settings).flatMap(List::stream)),
                units(migration.script().downUnits()),
                ours(after.stream()),
                true);
    }

    /** The statements that give a migration the values of its inputs. */
    public static List<String> inputsSql(Map<String, String> inputs, SettingScope scope) {
        boolean local = scope == SettingScope.TRANSACTION;
        return inputs.entrySet().stream()
                .map(input -> "SELECT pg_catalog.set_config(" + Sql.literal("e2e_migrations." + input.getKey()) + ", "
                        + Sql.literal(input.getValue()) + ", " + local + ")")
                .toList();
    }

    /** A goose block may have several statements, which the driver does not accept as one entry. */
    static List<Unit> units(List<TransactionUnit> units) {
        return units.stream()
                .map(unit -> new Unit(
                        unit.statements().stream()
                                .map(statement -> new Part(statement.driverText(), statement.line()))
                                .toList(),
                        unit.committed()))
                .toList();
    }

    /** All statements, in order. */
    List<Part> statements() {
        return Stream.of(
                        this.before,
                        this.units.stream()
                                .flatMap(unit -> unit.parts().stream())
                                .toList(),
                        this.after)
                .flatMap(List::stream)
                .toList();
    }

    /** Creates the extensions that a migration requires and does not create itself. An existing one needs no right. */
    static List<String> extensionsSql(Migration migration) {
        return migration.header().extensions().stream()
                .filter(extension ->
                        migration.script().up().stream().noneMatch(statement -> creates(statement.text(), extension)))
                .map(extension -> "CREATE EXTENSION IF NOT EXISTS " + Sql.identifier(extension))
                .toList();
    }

    private static boolean creates(String sql, String extension) {
        return CREATE_EXTENSION
                .matcher(sql)
                .results()
                .anyMatch(create -> create.group(1).equals(extension));
    }

    /** Statements of our own, which are at no line of the file. */
    private static List<Part> ours(Stream<String> statements) {
        return statements.map(sql -> new Part(sql, FailedStatement.NO_LINE)).toList();
    }

    /** Runs batches in order and commits each, in one round trip. */
    public static void run(DatabaseSession session, List<MigrationBatch> batches) throws SQLException {
        session.during(() -> {
            send(session, batches);
            return null;
        });
    }

    private static void send(DatabaseSession session, List<MigrationBatch> batches) throws SQLException {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        try (Statement message = session.createStatement()) {
            message.setEscapeProcessing(false);
            boolean begun = true; // the driver begins the first transaction
            for (MigrationBatch batch : batches) {
                if (!begun) {
                    message.addBatch("BEGIN");
                }
                for (Part statement : batch.statements()) {
                    message.addBatch(statement.text());
                }
                message.addBatch("COMMIT");
                begun = false;
            }
            message.executeBatch();
        } catch (SQLException ex) {
            throw rolledBack(connection, ex);
        }
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /** Rolls back after an error, which is not hidden by another one if the connection is lost. */
    static SQLException rolledBack(Connection connection, SQLException error) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException ex) {
            error.addSuppressed(ex);
        }
        return error;
    }

    /**
     * The statement that failed, after an error of {@link #run}.
     *
     * @throws SQLException if the connection is lost
     */
    public FailedStatement failure(DatabaseSession session, SQLException error) throws SQLException {
        return session.during(() -> locateFailure(session))
                .orElseGet(() -> FailedStatement.of(
                        this.migration.file(), 1, "(each statement succeeds when they are run one by one)", error));
    }

    /**
     * Runs the statements one by one and returns the one that fails; empty if all of them succeed this time.
     *
     * @throws SQLException if the connection is lost
     */
    Optional<FailedStatement> locateFailure(DatabaseSession session) throws SQLException {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        Optional<FailedStatement> failed = Optional.empty();
        try (Statement single = session.createStatement()) {
            single.setEscapeProcessing(false);
            for (Part statement : statements()) {
                failed = failure(single, statement);
                if (failed.isPresent()) {
                    break;
                }
            }
        } catch (SQLException ex) {
            throw rolledBack(connection, ex);
        }
        connection.rollback();
        connection.setAutoCommit(true);
        return failed;
    }

    /** Reads which rights the role lacks for a statement of this transaction. */
    List<MissingRight> missingRights(DatabaseSession session, FailedStatement statement) {
        if (statement.line() == FailedStatement.NO_LINE) {
            return session.missingHistoryRights();
        }
        Set<String> names = this.migration
                .header()
                .objects()
                .map(object -> object.subject().name())
                .collect(Collectors.toSet());
        return session.missingRights(names, this.migration.header().extensions());
    }

    private Optional<FailedStatement> failure(Statement single, Part statement) throws SQLException {
        try {
            single.execute(statement.text());
            return Optional.empty();
        } catch (SQLException ex) {
            if (SqlStates.isConnectionLost(ex)) {
                throw ex;
            }
            return Optional.of(FailedStatement.of(this.migration.file(), statement.line(), statement.text(), ex));
        }
    }

    /**
     * A statement of the transaction.
     *
     * @param line the line in the migration's file, or {@link FailedStatement#NO_LINE}
     */
    public record Part(String text, int line) {}

    /**
     * Statements that are done together or not at all.
     *
     * @param committed {@code false} if the script rolls them back
     */
    public record Unit(List<Part> parts, boolean committed) {

        /** The line of the first statement. */
        int line() {
            return this.parts.get(0).line();
        }

        /** The text of all statements. */
        String text() {
            return this.parts.stream().map(Part::text).collect(Collectors.joining(";\n"));
        }

        /** Whether it is one statement, which may also run outside of a transaction. */
        boolean isSingle() {
            return this.parts.size() == 1;
        }
    }
}
