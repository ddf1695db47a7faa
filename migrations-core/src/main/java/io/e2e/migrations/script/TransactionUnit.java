package io.e2e.migrations.script;

import java.util.ArrayList;
import java.util.List;

/**
 * Statements of a script that are done together or not at all. Immutable.
 *
 * @param statements the statements, without those that begin or end the transaction
 * @param committed whether the transaction is committed; {@code false} if the script rolls it back
 */
public record TransactionUnit(List<SqlStatement> statements, boolean committed) {

    public TransactionUnit {
        statements = List.copyOf(statements);
    }

    /**
     * The units of a section that may begin and end transactions itself. As on the server, {@code BEGIN} in a transaction
     * changes nothing, and {@code COMMIT} without one neither.
     *
     * @param transactional whether statements that no {@code BEGIN} precedes share a transaction; otherwise, each has its
     *     own
     */
    static List<TransactionUnit> of(List<SqlStatement> section, boolean transactional) {
        List<TransactionUnit> units = new ArrayList<>();
        List<SqlStatement> open = new ArrayList<>();
        boolean begun = transactional;
        for (SqlStatement block : section) {
            for (SqlStatement statement : block.parts()) {
                Boundary boundary = TransactionRules.boundary(statement.text());
                switch (boundary) {
                    case NONE -> open.add(statement);
                    case BEGIN -> begun = true;
                    default -> begun = transactional || boundary.chains();
                }
                if (!begun || boundary.ends()) {
                    close(open, boundary.commits(), units);
                }
            }
        }
        close(open, true, units);
        return units;
    }

    private static void close(List<SqlStatement> open, boolean committed, List<TransactionUnit> units) {
        if (!open.isEmpty()) {
            units.add(new TransactionUnit(open, committed));
            open.clear();
        }
    }

    /** What a statement means for the transaction that it is in. */
    enum Boundary {
        /** It is a statement of the transaction; savepoints are. */
        NONE,
        /** It begins one. */
        BEGIN,
        /** It commits it. */
        COMMIT,
        /** It commits it and begins the next one. */
        COMMIT_AND_CHAIN,
        /** It rolls it back. */
        ROLLBACK,
        /** It rolls it back and begins the next one. */
        ROLLBACK_AND_CHAIN;

        private boolean ends() {
            return this != NONE && this != BEGIN;
        }

        private boolean commits() {
            return this != ROLLBACK && this != ROLLBACK_AND_CHAIN;
        }

        private boolean chains() {
            return this == COMMIT_AND_CHAIN || this == ROLLBACK_AND_CHAIN;
        }
    }
}
