package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.session.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The transaction of one migration: its inputs, its extensions, its statements, its row in the history, and the commit. Several batches
 * are sent in one message. The server stops at the first that fails, and the ones before it stay committed. The driver
 * does not say which statement of a message failed, so the statements of a failed migration are run again one by one,
 * in a transaction that is rolled back.
 *
 * @param migration the migration
 * @param statements its statements and ours around them
 */
record MigrationBatch(Migration migration, List<SqlStatement> statements) {

    /** A statement that creates an extension, and its name. */
    static final Pattern CREATE_EXTENSION = Pattern.compile(
            "\\bCREATE\\s+EXTENSION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?\"?([\\w-]+)", Pattern.CASE_INSENSITIVE);

    /** Our own statements come before and after the migration's: to create the history, and to write to it. */
    static MigrationBatch of(Migration migration, Map<String, String> inputs, List<String> before, List<String> after) {
        Stream<String> settings = inputs.entrySet().stream()
                .map(input -> "SELECT set_config(" + Sql.literal("e2e_migrations." + input.getKey()) + ", "
                        + Sql.literal(input.getValue()) + ", true)");
        // A goose block may have several statements, which the driver does not accept as one batch entry.
        Stream<SqlStatement> script = migration.script().up().stream().flatMap(block -> block.parts().stream());
        return new MigrationBatch(
                migration,
                Stream.of(
                                ours(before.stream()),
                                ours(settings),
                                ours(extensionsSql(migration).stream()),
                                script,
                                ours(after.stream()))
                        .flatMap(statements -> statements)
                        .toList());
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

    /** Statements of our own; in messages, they are at the file's first line. */
    private static Stream<SqlStatement> ours(Stream<String> statements) {
        return statements.map(sql -> new SqlStatement(sql, 1));
    }

    /** Runs batches in order and commits each, in one round trip. */
    static void run(Connection connection, List<MigrationBatch> batches) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement message = connection.createStatement()) {
            message.setEscapeProcessing(false);
            boolean begun = true; // the driver begins the first transaction
            for (MigrationBatch batch : batches) {
                if (!begun) {
                    message.addBatch("BEGIN");
                }
                for (SqlStatement statement : batch.statements) {
                    message.addBatch(statement.text());
                }
                message.addBatch("COMMIT");
                begun = false;
            }
            message.executeBatch();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Runs the statements one by one and returns the one that fails; empty if all of them succeed this time. */
    Optional<FailedStatement> locateFailure(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement single = connection.createStatement()) {
            single.setEscapeProcessing(false);
            for (SqlStatement statement : this.statements) {
                try {
                    single.execute(statement.text());
                } catch (SQLException ex) {
                    return Optional.of(
                            FailedStatement.of(this.migration.file(), statement.line(), statement.text(), ex));
                }
            }
            return Optional.empty();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
