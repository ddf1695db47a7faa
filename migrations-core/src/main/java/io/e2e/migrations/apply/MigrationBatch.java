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
 * One migration as one transaction: its inputs, its statements, its row in the history, and the commit. Several travel
 * in one message; the server stops at the first that fails, and what was committed before it stays. The driver does not
 * say which statement of a message failed, so a failed migration is run again statement by statement, in a transaction
 * that is rolled back, to find out.
 */
final class MigrationBatch {

    private final Migration migration;
    private final List<SqlStatement> statements = new ArrayList<>();

    private MigrationBatch(Migration migration) {
        this.migration = migration;
    }

    /** What is ours stands around what is the migration's: {@code before} may make the history, {@code after} fills it. */
    static MigrationBatch of(Migration migration, Map<String, String> inputs, List<String> before, List<String> after) {
        MigrationBatch batch = new MigrationBatch(migration);
        before.forEach(batch::add);
        inputs.forEach((name, value) -> batch.add(
                "SELECT set_config(" + Sql.literal("e2e_migrations." + name) + ", " + Sql.literal(value) + ", true)"));
        // The driver refuses a batch entry of several statements, which a goose block may be.
        migration.script().up().forEach(block -> batch.statements.addAll(block.parts()));
        after.forEach(batch::add);
        return batch;
    }

    Migration migration() {
        return this.migration;
    }

    /** Our own statements count as the file's first line. */
    private void add(String sql) {
        this.statements.add(new SqlStatement(sql, 1));
    }

    /** Runs them in order and commits each, in one round trip. */
    static void run(Connection connection, List<MigrationBatch> batches) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement message = connection.createStatement()) {
            message.setEscapeProcessing(false);
            boolean begun = true; // by the driver
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

    /** The statement that fails when they run one by one; empty if none does this time. */
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
