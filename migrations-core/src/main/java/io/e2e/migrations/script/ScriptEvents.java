package io.e2e.migrations.script;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads scripts that other tools run: SQL with the comments in which tools look for marks, with commands of psql and with
 * rows of COPY. An instance reads one text.
 */
public final class ScriptEvents {

    private final String text;
    private final Predicate<ScriptEvent.Comment> endsStatement;
    private final Lexer lexer;
    private final StatementAssembler assembler;
    private final List<ScriptEvent> events = new ArrayList<>();
    private boolean readsRows;

    private ScriptEvents(String text, int firstLine, Predicate<ScriptEvent.Comment> endsStatement) {
        this.text = text;
        this.endsStatement = endsStatement;
        this.lexer = new Lexer(text, firstLine, true);
        this.assembler = new StatementAssembler(text, this::add, true);
    }

    /**
     * Reads a text.
     *
     * @param endsStatement whether a comment ends a statement that has no semicolon, as the mark of a section does
     * @throws ScriptSyntaxException if a quote, comment or body is not closed
     */
    public static List<ScriptEvent> read(String text, Predicate<ScriptEvent.Comment> endsStatement) {
        return read(text, 1, endsStatement);
    }

    /**
     * Reads a part of a file, with the lines of that file.
     *
     * @param firstLine the line of the file on which the text begins, counted from 1
     */
    public static List<ScriptEvent> read(String text, int firstLine, Predicate<ScriptEvent.Comment> endsStatement) {
        return new ScriptEvents(text, firstLine, endsStatement).read();
    }

    private List<ScriptEvent> read() {
        while (this.lexer.next()) {
            switch (this.lexer.kind()) {
                case LINE_COMMENT -> comment();
                case PSQL_COMMAND -> command();
                default -> token();
            }
        }
        this.assembler.finish();
        return List.copyOf(this.events);
    }

    private void comment() {
        ScriptEvent.Comment comment = new ScriptEvent.Comment(
                tokenText(), this.lexer.line(), this.lexer.isAtLineStart(), this.assembler.isOpen());
        if (this.endsStatement.test(comment)) {
            this.assembler.finish();
        }
        this.events.add(comment);
    }

    private void command() {
        if (this.assembler.isOpen()) {
            throw new ScriptSyntaxException(
                    Characters.untilSpace(this.text, this.lexer.start()) + " is a psql command inside of a statement",
                    this.lexer.line());
        }
        this.events.add(new ScriptEvent.PsqlCommand(tokenText(), this.lexer.line()));
    }

    private void token() {
        if (this.lexer.isSymbol('$') && this.text.startsWith("{", this.lexer.end())) {
            throw new ScriptSyntaxException(placeholder(), this.lexer.line());
        }
        this.readsRows = this.assembler.endsBeforeRows(this.lexer);
        this.assembler.accept(this.lexer);
    }

    /** PostgreSQL knows no such sign, so it must be a placeholder; in strings it stays. */
    private String placeholder() {
        int close = this.text.indexOf('}', this.lexer.start());
        String name = close < 0 ? "" : this.text.substring(this.lexer.end() + 1, close);
        return "${" + name + "} has no value; set e2e.migrations.placeholders"
                + (name.matches("[A-Za-z0-9.-]+") ? "." + name : "[" + name + "]");
    }

    private void add(SqlStatement statement) {
        if (!this.readsRows) {
            this.events.add(new ScriptEvent.Statement(statement));
            return;
        }
        this.readsRows = false;
        List<String> rows = new ArrayList<>();
        int line = Characters.lineEnd(this.text, this.lexer.end());
        @Nullable String row = null;
        while (line < this.text.length() && !"\\.".equals(row)) {
            int begin = line + (this.text.startsWith("\r\n", line) ? 2 : 1);
            line = Characters.lineEnd(this.text, Math.min(begin, this.text.length()));
            row = this.text.substring(Math.min(begin, line), line);
            rows.add(row);
        }
        if (!"\\.".equals(row)) {
            throw new ScriptSyntaxException("the rows of COPY end with a line \\.", statement.line());
        }
        rows.remove(rows.size() - 1);
        this.lexer.skipTo(line);
        this.events.add(new ScriptEvent.CopiedRows(statement, rows));
    }

    private String tokenText() {
        return this.text.substring(this.lexer.start(), this.lexer.end());
    }
}
