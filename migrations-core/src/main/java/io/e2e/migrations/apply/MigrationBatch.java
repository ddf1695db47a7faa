package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.session.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transaction of one migration: its inputs, its statements, its row in the history, and the commit. Several batches
 * are sent in one message. The server stops at the first that fails, and the ones before it stay committed. The driver does
 * not say which statement of a message failed, so the statements of a failed migration are run again one by one, in a
 * transaction that is rolled back.
 */
final class MigrationBatch {

    private final Migration migration;
    private final List<SqlStatement> statements = new ArrayList<>();

    private MigrationBatch(Migration migration) {
        this.migration = migration;
    }

    /** Our own statements come before and after the migration's: to create the history, and to write to it. */
    static MigrationBatch of(Migration migration, Map<String, String> inputs, List<String> before, List<String> after) {
        MigrationBatch batch = new MigrationBatch(migration);
        before.forEach(batch::add);
        inputs.forEach((name, value) -> batch.add(
                "SELECT set_config(" + Sql.literal("e2e_migrations." + name) + ", " + Sql.literal(value) + ", true)"));
        // A goose block may have several statements, which the driver does not accept as one batch entry.
        migration.script().up().forEach(block -> batch.statements.addAll(block.parts()));
        after.forEach(batch::add);
        return batch;
    }

    Migration migration() {
        return this.migration;
    }

    /** Adds a statement of our own; in messages, it is at the file's first line. */
    private void add(String sql) {
        this.statements.add(new SqlStatement(sql, 1));
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
