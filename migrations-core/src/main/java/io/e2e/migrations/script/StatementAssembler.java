package io.e2e.migrations.script;

import java.util.function.Consumer;

/** Puts tokens together into statements and hands each on when its semicolon comes. */
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

    /** Takes the token on which the lexer stands. */
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

    /** Ends the statement at hand, if there is one, as the end of a file does without a semicolon. */
    void finish() {
        this.nesting.requireClosed();
        if (this.open) {
            this.sink.accept(new SqlStatement(this.text.substring(this.start, this.end), this.line));
            this.open = false;
            this.nesting = new Nesting();
        }
    }

    /** Refuses to go on to the given place if the statement at hand still waits for its semicolon. */
    void requireFinished(String place) {
        this.nesting.requireClosed();
        if (this.open) {
            throw new ScriptSyntaxException(
                    "the statement that begins here is not ended with a semicolon before " + place, this.line);
        }
    }
}
