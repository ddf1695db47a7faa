package io.e2e.migrations.script;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL text into statements by the lexical rules of PostgreSQL, as psql does: a semicolon inside a string, a
 * quoted name, a comment, a dollar quote, parentheses or a {@code BEGIN ATOMIC} body ends no statement. Strings follow
 * {@code standard_conforming_strings = on}. Takes linear time. Ignores goose's annotations, which {@link MigrationScript}
 * reads. Sources: PostgreSQL manual, "Lexical Structure"; psql's scanner {@code psqlscan.l}.
 */
public final class SqlScript {

    private SqlScript() {}

    /**
     * The statements of a text whose first line is line 1.
     *
     * @throws ScriptSyntaxException if a quote, comment or body is not closed, or if only psql understands the text
     */
    public static List<SqlStatement> split(String sql) {
        return split(sql, 1);
    }

    /**
     * The statements of a part of a file, with the lines of that file.
     *
     * @param firstLine the line of the file on which the text begins, counted from 1
     * @throws ScriptSyntaxException if a quote, comment or body is not closed, or if only psql understands the text
     */
    public static List<SqlStatement> split(String sql, int firstLine) {
        List<SqlStatement> statements = new ArrayList<>();
        Lexer lexer = new Lexer(sql, firstLine);
        StatementAssembler assembler = new StatementAssembler(sql, statements::add);
        while (lexer.next()) {
            assembler.accept(lexer);
        }
        assembler.finish();
        return List.copyOf(statements);
    }
}
