package io.e2e.migrations.script;

import java.util.function.Consumer;

/** Assembles tokens into statements, and passes each on at its semicolon. */
final class StatementAssembler {

    private final String text;
    private final Consumer<SqlStatement> sink;
    private final boolean psql;
    private Nesting nesting;
    private boolean open;
    private int start;
    private int end;
    private int line;

    StatementAssembler(String text, Consumer<SqlStatement> sink) {
        this(text, sink, false);
    }

    /** As psql reads a script: rows may follow a statement. */
    StatementAssembler(String text, Consumer<SqlStatement> sink, boolean psql) {
        this.text = text;
        this.sink = sink;
        this.psql = psql;
        this.nesting = new Nesting(psql);
    }

    /** Accepts the current token of the lexer. */
    void accept(Lexer token) {
        if (token.isComment()) {
            return;
        }
        if (token.isSymbol(';') && !this.nesting.isOpen()) {
            finish();
            return;
        }
        if (!this.open) {
            this.open = true;
            this.start = token.start();
            this.line = token.line();
        }
        this.end = token.end();
        this.nesting.enter(token);
    }

    /** Whether a statement has begun that is not ended. */
    boolean isOpen() {
        return this.open;
    }

    /** Whether the current token is the semicolon of a statement which rows follow. */
    boolean endsBeforeRows(Lexer token) {
        return token.isSymbol(';') && !this.nesting.isOpen() && this.nesting.readsRows();
    }

    /** Ends the current statement, if there is one. The last statement of a file needs no semicolon. */
    void finish() {
        this.nesting.requireClosed();
        if (this.open) {
            this.sink.accept(new SqlStatement(this.text.substring(this.start, this.end), this.line));
            this.open = false;
            this.nesting = new Nesting(this.psql);
        }
    }

    /** Refuses the given place in the file if the current statement has no semicolon yet. */
    void requireFinished(String place) {
        this.nesting.requireClosed();
        if (this.open) {
            throw new ScriptSyntaxException(
                    "the statement that begins here has no semicolon before " + place, this.line);
        }
    }
}
