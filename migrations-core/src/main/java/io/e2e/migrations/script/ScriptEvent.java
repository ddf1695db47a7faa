package io.e2e.migrations.script;

import java.util.List;

/** What a script contains besides white space, in the order of the file. */
public sealed interface ScriptEvent {

    /** The line on which it begins, counted from 1. */
    int line();

    /** A statement, reported when it ends. */
    record Statement(SqlStatement statement) implements ScriptEvent {
        @Override
        public int line() {
            return this.statement.line();
        }
    }

    /**
     * A line comment.
     *
     * @param text from its dashes to the end of its line
     * @param atLineStart whether it is the first on its line, without white space before it
     * @param inStatement whether a statement has begun that is not ended
     */
    record Comment(String text, int line, boolean atLineStart, boolean inStatement) implements ScriptEvent {}

    /**
     * A command of psql.
     *
     * @param text from its backslash to the end of its line
     */
    record PsqlCommand(String text, int line) implements ScriptEvent {}

    /**
     * A {@code COPY ... FROM STDIN} with its rows.
     *
     * @param copy the statement
     * @param rows the lines that follow it, without the last one, which is <code>\.</code>
     */
    record CopiedRows(SqlStatement copy, List<String> rows) implements ScriptEvent {
        public CopiedRows {
            rows = List.copyOf(rows);
        }

        @Override
        public int line() {
            return this.copy.line();
        }
    }
}
