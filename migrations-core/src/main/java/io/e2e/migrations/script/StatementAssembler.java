package io.e2e.migrations.script;

import java.util.function.Consumer;

/** Assembles tokens into statements, and passes each on at its semicolon. */
final class StatementAssembler {

    private final String text;
    private final Consumer<SqlStatement> sink;
    private Nesting nesting = new Nesting();
    private boolean open;
    private int start;
    private int end;
    private int line;

    StatementAssembler(String text, Consumer<SqlStatement> sink) {
        this.text = text;
        this.sink = sink;
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

    /** Ends the current statement, if there is one. The last statement of a file needs no semicolon. */
    void finish() {
        this.nesting.requireClosed();
        if (this.open) {
            this.sink.accept(new SqlStatement(this.text.substring(this.start, this.end), this.line));
            this.open = false;
            this.nesting = new Nesting();
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
