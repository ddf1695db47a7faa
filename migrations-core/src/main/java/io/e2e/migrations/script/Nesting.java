package io.e2e.migrations.script;

/**
 * The open parentheses and function bodies of one statement, in which a semicolon does not end it: {@code CREATE RULE
 * ... DO (a; b)}, {@code BEGIN ATOMIC ... END}. Counts depths and does not recurse. Unlike in psql, only an END that
 * begins a statement closes a body.
 */
final class Nesting {

    private enum Head {
        START,
        CREATE,
        CREATE_OR,
        CREATE_OR_REPLACE,
        ROUTINE,
        COPY,
        OTHER
    }

    private final boolean psql;
    private Head head = Head.START;
    private String previous = "";
    private int parentheses;
    private int parenthesisLine;
    private int blocks;
    private int blockLine;
    private boolean readsRows;

    /**
     * The nesting of a new statement.
     *
     * @param psql whether rows may follow the statement, as psql reads them
     */
    Nesting(boolean psql) {
        this.psql = psql;
    }

    boolean isOpen() {
        return this.parentheses > 0 || this.blocks > 0;
    }

    /** Whether it is a {@code COPY ... FROM STDIN}, which rows follow. */
    boolean readsRows() {
        return this.readsRows;
    }

    /** Reads the next token of the statement, which is not a comment. */
    void enter(Lexer token) {
        if (token.isSymbol('(')) {
            openParenthesis(token);
        } else if (token.isSymbol(')') && this.parentheses > 0) {
            this.parentheses--;
        } else if (this.parentheses == 0) {
            enterTop(token);
        }
        if (this.head == Head.ROUTINE || this.head == Head.COPY) {
            this.previous = token.image();
        } else if (this.head != Head.OTHER) {
            this.head = headAfter(token);
        }
    }

    void requireClosed() {
        if (this.parentheses > 0) {
            throw new ScriptSyntaxException("the parenthesis that opens here is not closed", this.parenthesisLine);
        }
        if (this.blocks > 0) {
            throw new ScriptSyntaxException(
                    "the BEGIN ATOMIC body that begins here is not closed; it ends with END", this.blockLine);
        }
    }

    private void openParenthesis(Lexer token) {
        if (this.parentheses == 0) {
            this.parenthesisLine = token.line();
        }
        this.parentheses++;
    }

    private void enterTop(Lexer token) {
        if (this.head == Head.ROUTINE) {
            if (this.blocks > 0) {
                enterBody(token);
            } else if (token.isWord("BEGIN")) {
                this.blockLine = token.line();
            } else if (token.isWord("ATOMIC") && this.previous.equals("BEGIN")) {
                this.blocks = 1;
            }
        } else if (this.head == Head.COPY && token.isWord("STDIN") && this.previous.equals("FROM")) {
            this.readsRows = true;
            if (this.psql) {
                return;
            }
            // The rows that follow are not SQL, and only psql can read them.
            throw new ScriptSyntaxException(
                    "only psql can read the rows of COPY ... FROM STDIN; write INSERT instead", token.line());
        }
    }

    private void enterBody(Lexer token) {
        // Each statement of a body ends with a semicolon (PostgreSQL source, gram.y, routine_body_stmt_list); any other
        // END ends a CASE or is a column's label.
        if (!this.previous.equals(";") && !this.previous.equals("ATOMIC")) {
            return;
        }
        if (token.isWord("BEGIN")) {
            this.blocks++;
        } else if (token.isWord("END")) {
            this.blocks--;
        }
    }

    private Head headAfter(Lexer token) {
        return switch (this.head) {
            case START -> token.isWord("CREATE") ? Head.CREATE : token.isWord("COPY") ? Head.COPY : Head.OTHER;
            case CREATE -> token.isWord("OR") ? Head.CREATE_OR : routineOrOther(token);
            case CREATE_OR -> token.isWord("REPLACE") ? Head.CREATE_OR_REPLACE : Head.OTHER;
            case CREATE_OR_REPLACE -> routineOrOther(token);
            case ROUTINE, COPY, OTHER -> this.head;
        };
    }

    private static Head routineOrOther(Lexer token) {
        return token.isWord("FUNCTION") || token.isWord("PROCEDURE") ? Head.ROUTINE : Head.OTHER;
    }
}
