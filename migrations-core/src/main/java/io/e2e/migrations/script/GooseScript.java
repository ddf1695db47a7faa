package io.e2e.migrations.script;

import java.util.List;

/**
 * The statements of a migration file, by the annotations of goose. A file without {@code -- +goose Up} is all Up.
 * Immutable. Source of the annotations: <a href="https://pressly.github.io/goose/documentation/annotations">goose</a>.
 *
 * @param up what applies the migration, in the order of the file
 * @param down what takes it back; empty if the file does not say
 * @param transactional whether it runs in a transaction; {@code -- +goose NO TRANSACTION} says it does not
 */
public record GooseScript(List<SqlStatement> up, List<SqlStatement> down, boolean transactional) {

    public GooseScript {
        up = List.copyOf(up);
        down = List.copyOf(down);
    }

    /**
     * Reads the text of a file. As in goose, an annotation is a line comment at the very start of a line, and its name's
     * case does not matter. Unlike in goose, one inside a string, a dollar quote or a block comment is none, a semicolon
     * need not end its line, and a function body needs no StatementBegin.
     *
     * @throws ScriptSyntaxException if the text cannot be split, or if an annotation is unknown or out of place
     */
    public static GooseScript parse(String text) {
        return new GooseParser(text).parse();
    }
}
