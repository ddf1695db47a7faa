package io.e2e.migrations.script;

import java.util.List;
import java.util.Objects;

/**
 * One statement of a script, as it is sent to the server. Immutable. A block between {@code -- +goose StatementBegin}
 * and {@code -- +goose StatementEnd} is one of these even if it holds several statements, because goose sends it as one;
 * the questions below are then about any of them.
 *
 * @param text from the first token to the last: no comment before or after it, no final semicolon (a block of several
 *     statements keeps its semicolons)
 * @param line the line in the file on which the first token stands, counted from 1
 */
public record SqlStatement(String text, int line) {

    public SqlStatement {
        Objects.requireNonNull(text, "text");
        if (Characters.skipSpace(text, 0) == text.length()) {
            throw new IllegalArgumentException("a statement has no text");
        }
        if (line < 1) {
            throw new IllegalArgumentException("lines are counted from 1: " + line);
        }
    }

    /**
     * Whether it begins, ends, prepares or divides a transaction: {@code BEGIN}, {@code START TRANSACTION},
     * {@code COMMIT}, {@code END}, {@code ROLLBACK}, {@code ABORT}, {@code SAVEPOINT}, {@code RELEASE}, {@code PREPARE
     * TRANSACTION}. The body of a function is not looked into.
     *
     * @throws ScriptSyntaxException if the text is to be divided and is not whole; never for one made by {@link SqlScript} or
     *     {@link GooseScript}
     */
    public boolean isTransactionControl() {
        for (SqlStatement statement : parts()) {
            if (TransactionRules.isControl(statement.text)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether PostgreSQL is certain to refuse it inside a transaction block (SQLSTATE 25001): {@code VACUUM};
     * {@code CREATE} or {@code DROP INDEX CONCURRENTLY}; {@code REINDEX} with {@code CONCURRENTLY} or of a whole schema,
     * database or system; {@code CREATE} or {@code DROP} of a {@code DATABASE} or {@code TABLESPACE}; {@code ALTER
     * SYSTEM}; {@code ALTER DATABASE ... SET TABLESPACE}; {@code ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY};
     * {@code CLUSTER} without a table; {@code DISCARD ALL}. What depends on more than the text (a partitioned table, the
     * options of a subscription) is left to the server. Source: the callers of {@code PreventInTransactionBlock} in
     * PostgreSQL.
     *
     * @throws ScriptSyntaxException if the text is to be divided and is not whole; never for one made by {@link SqlScript} or
     *     {@link GooseScript}
     */
    public boolean refusesTransaction() {
        for (SqlStatement statement : parts()) {
            if (TransactionRules.isRefusedInTransaction(statement.text)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The statements that it consists of: itself, unless it is a block of several.
     *
     * @throws ScriptSyntaxException if the text is to be divided and is not whole; never for one made by {@link SqlScript} or
     *     {@link GooseScript}
     */
    public List<SqlStatement> parts() {
        // Without a semicolon there is nothing to divide, and most statements need not be read once more.
        return this.text.indexOf(';') < 0 ? List.of(this) : SqlScript.split(this.text, this.line);
    }
}
