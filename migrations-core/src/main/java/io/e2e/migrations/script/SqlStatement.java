package io.e2e.migrations.script;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One statement of a script, as it is sent to the server. Immutable. A block between {@code -- +goose StatementBegin}
 * and {@code -- +goose StatementEnd} is one statement even if it consists of several, because goose sends it as one;
 * the methods below are then about any of them.
 *
 * @param text from the first token to the last: without comments around it and without the final semicolon (a block of
 *     several statements keeps its semicolons)
 * @param line the line of the first token in the file, counted from 1
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
     * The text to send. PostgreSQL's JDBC driver splits it once more, and takes a string that continues an E'' string on
     * another line for a plain one, in which {@code \\'} would end it; so such strings are joined.
     */
    public String driverText() {
        return this.text.indexOf('\\') < 0 ? this.text : Quotes.joined(this.text);
    }

    /**
     * Whether it controls a transaction: {@code BEGIN}, {@code START TRANSACTION},
     * {@code COMMIT}, {@code END}, {@code ROLLBACK}, {@code ABORT}, {@code SAVEPOINT}, {@code RELEASE}, {@code PREPARE
     * TRANSACTION}. Function bodies do not count.
     *
     * @throws ScriptSyntaxException if the text is a block that cannot be split; never for a statement of a
     *     {@link SqlScript} or {@link MigrationScript}
     */
    public boolean isTransactionControl() {
        return parts().stream().anyMatch(part -> TransactionRules.isControl(part.text));
    }

    /**
     * Whether PostgreSQL always refuses it inside a transaction block (SQLSTATE 25001): {@code VACUUM}; {@code CREATE}
     * or {@code DROP INDEX CONCURRENTLY}; {@code REINDEX} with {@code CONCURRENTLY} or of a whole schema, database or
     * system; {@code CREATE} or {@code DROP} of a {@code DATABASE} or {@code TABLESPACE}; {@code ALTER SYSTEM}; {@code
     * ALTER DATABASE ... SET TABLESPACE}; {@code ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY}; {@code CLUSTER}
     * without a table; {@code DISCARD ALL}. Refusals that depend on more than the text (a partitioned table, the
     * options of a subscription) are left to the server. Source: the callers of {@code PreventInTransactionBlock} in
     * PostgreSQL.
     *
     * @throws ScriptSyntaxException if the text is a block that cannot be split; never for a statement of a
     *     {@link SqlScript} or {@link MigrationScript}
     */
    public boolean refusesTransaction() {
        return parts().stream().anyMatch(part -> TransactionRules.isRefusedInTransaction(part.text));
    }

    /**
     * Whether it does not belong in a migration of one database: {@code CREATE DATABASE}, {@code DROP DATABASE}, and
     * {@code DISCARD ALL}, which releases the lock of the run.
     */
    public boolean concernsServer() {
        return parts().stream().anyMatch(part -> TransactionRules.concernsServer(part.text));
    }

    /** What it does to an index without blocking other sessions; empty if it does something else. */
    public Optional<ConcurrentIndex> concurrentIndex() {
        return TransactionRules.concurrentIndex(this.text);
    }

    /**
     * Whether a statement that refuses a transaction can be run again, whether it was done, in part or as a whole:
     * {@code VACUUM}, {@code CLUSTER}, {@code REINDEX}, {@code ALTER SYSTEM}.
     */
    public boolean isRepeatable() {
        return TransactionRules.isRepeatable(this.text);
    }

    /** The extension that it creates, if it is not there; empty if it does something else. */
    public Optional<String> createdExtension() {
        return TransactionRules.createdExtension(this.text);
    }

    /** Whether it changes a setting of the session: {@code SET} or {@code RESET}. */
    public boolean changesSettings() {
        return TransactionRules.changesSettings(this.text);
    }

    /**
     * The statements of a block; of any other statement, only itself.
     *
     * @throws ScriptSyntaxException if the text is a block that cannot be split; never for a statement of a
     *     {@link SqlScript} or {@link MigrationScript}
     */
    public List<SqlStatement> parts() {
        // Most statements have no semicolon and need not be parsed again.
        return this.text.indexOf(';') < 0 ? List.of(this) : SqlScript.split(this.text, this.line);
    }
}
