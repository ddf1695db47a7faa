package io.e2e.migrations.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Splits a file into its sections. An instance parses one file. */
final class GooseParser {

    private final String text;
    private final Lexer lexer;
    private final StatementAssembler assembler;
    private final List<SqlStatement> up = new ArrayList<>();
    private final List<SqlStatement> down = new ArrayList<>();
    private boolean transactional = true;
    private int upLine;
    private int downLine;
    private int sqlLine;
    private @Nullable Block block;

    GooseParser(String text) {
        this.text = text;
        this.lexer = new Lexer(text, 1);
        this.assembler = new StatementAssembler(text, this::add);
    }

    MigrationScript parse() {
        while (this.lexer.next()) {
            Optional<GooseAnnotation> annotation = annotation();
            if (annotation.isPresent()) {
                apply(annotation.get());
            } else if (!this.lexer.isComment()) {
                addSql();
            }
        }
        if (this.block != null) {
            throw new ScriptSyntaxException(
                    GooseAnnotation.STATEMENT_BEGIN + " has no " + GooseAnnotation.STATEMENT_END, this.block.line);
        }
        this.assembler.finish();
        return new MigrationScript(this.up, this.down, this.transactional);
    }

    private Optional<GooseAnnotation> annotation() {
        if (!this.lexer.isLineComment()) {
            return Optional.empty();
        }
        return GooseAnnotation.of(this.text, this.lexer);
    }

    private void addSql() {
        if (this.sqlLine == 0) {
            this.sqlLine = this.lexer.line();
        }
        if (this.block != null) {
            this.block.include(this.lexer);
        }
        this.assembler.accept(this.lexer);
    }

    private void add(SqlStatement statement) {
        if (this.block != null) {
            this.block.statements.add(statement);
        } else {
            section().add(statement);
        }
    }

    private List<SqlStatement> section() {
        return this.downLine > 0 ? this.down : this.up;
    }

    private void apply(GooseAnnotation annotation) {
        if (annotation == GooseAnnotation.STATEMENT_END) {
            endBlock();
            return;
        }
        if (this.block != null) {
            throw problem(annotation + " inside the " + GooseAnnotation.STATEMENT_BEGIN + " of line " + this.block.line
                    + ", which has no " + GooseAnnotation.STATEMENT_END + " yet");
        }
        this.assembler.requireFinished(annotation + " on line " + this.lexer.line());
        switch (annotation) {
            case UP -> beginUp();
            case DOWN -> beginDown();
            case STATEMENT_BEGIN -> this.block = new Block(this.lexer.line());
            case NO_TRANSACTION -> disableTransaction();
            default -> throw new AssertionError(annotation);
        }
    }

    private void beginUp() {
        if (this.upLine > 0) {
            throw problem("a second " + GooseAnnotation.UP + "; the first is on line " + this.upLine);
        }
        if (this.sqlLine > 0) {
            throw new ScriptSyntaxException(
                    "SQL before the " + GooseAnnotation.UP + " of line " + this.lexer.line(), this.sqlLine);
        }
        this.upLine = this.lexer.line();
    }

    private void beginDown() {
        if (this.downLine > 0) {
            throw problem("a second " + GooseAnnotation.DOWN + "; the first is on line " + this.downLine);
        }
        if (this.upLine == 0) {
            throw problem(GooseAnnotation.DOWN + " without a " + GooseAnnotation.UP + " before it");
        }
        this.downLine = this.lexer.line();
    }

    private void disableTransaction() {
        if (this.sqlLine > 0) {
            throw problem(GooseAnnotation.NO_TRANSACTION + " applies to the whole file and must come before the first "
                    + "statement, which is on line " + this.sqlLine);
        }
        this.transactional = false;
    }

    private void endBlock() {
        Block ended = this.block;
        if (ended == null) {
            throw problem(
                    GooseAnnotation.STATEMENT_END + " without a " + GooseAnnotation.STATEMENT_BEGIN + " before it");
        }
        this.assembler.finish();
        this.block = null;
        ended.statement(this.text).ifPresent(section()::add);
    }

    private ScriptSyntaxException problem(String problem) {
        return new ScriptSyntaxException(problem, this.lexer.line());
    }

    /** The statements between StatementBegin and StatementEnd. */
    private static final class Block {

        private final int line;
        private final List<SqlStatement> statements = new ArrayList<>();
        private int start = -1;
        private int end;

        Block(int line) {
            this.line = line;
        }

        void include(Lexer token) {
            if (this.start < 0 && !token.isSymbol(';')) {
                this.start = token.start();
            }
            this.end = token.end();
        }

        /** The statement, or the whole text of several statements: goose sends the block as one. */
        Optional<SqlStatement> statement(String text) {
            if (this.statements.size() < 2) {
                return this.statements.stream().findFirst();
            }
            return Optional.of(new SqlStatement(
                    text.substring(this.start, this.end), this.statements.get(0).line()));
        }
    }
}
