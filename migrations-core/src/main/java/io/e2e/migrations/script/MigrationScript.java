package io.e2e.migrations.script;

import java.util.List;
import java.util.stream.Stream;

/**
 * The statements of a migration. Immutable.
 *
 * @param up the statements that apply the migration, in the order of the file
 * @param down the statements that revert it; empty if the file has no Down section
 * @param transactional whether it runs in a transaction; {@code false} if the file says that it does not
 */
public record MigrationScript(List<SqlStatement> up, List<SqlStatement> down, boolean transactional) {

    public MigrationScript {
        up = List.copyOf(up);
        down = List.copyOf(down);
    }

    /**
     * Whether the Up section runs in one transaction: it is not marked, no statement is known to refuse one, and it begins
     * no second one itself.
     */
    public boolean upInTransaction() {
        List<TransactionUnit> units = upUnits();
        return units.isEmpty() || (units.size() == 1 && units.get(0).committed() && sharesTransaction(this.up));
    }

    /** The transactions of the Up section. */
    public List<TransactionUnit> upUnits() {
        return TransactionUnit.of(this.up, sharesTransaction(this.up));
    }

    /** The statements of the Up section one by one, except those between {@code BEGIN} and {@code COMMIT}. */
    public List<TransactionUnit> upOneByOne() {
        return TransactionUnit.of(this.up, false);
    }

    /** The transactions of the Down section. */
    public List<TransactionUnit> downUnits() {
        return TransactionUnit.of(downTransaction(), true);
    }

    private boolean sharesTransaction(List<SqlStatement> section) {
        return this.transactional && section.stream().noneMatch(SqlStatement::refusesTransaction);
    }

    /** Whether the Down section runs in a transaction. */
    public boolean downInTransaction() {
        return sharesTransaction(this.down);
    }

    /**
     * The first statements of a Down section that does not run in a transaction which a revert runs one by one, before
     * the others: {@code DROP INDEX CONCURRENTLY} and settings. After an interruption they can be run again.
     */
    public List<SqlStatement> downBeforeTransaction() {
        return this.downInTransaction()
                ? List.of()
                : downParts()
                        .takeWhile(part -> part.changesSettings()
                                || part.concurrentIndex()
                                        .filter(index -> !index.creates())
                                        .isPresent())
                        .toList();
    }

    /** The statements of the Down section after {@link #downBeforeTransaction()}. */
    public List<SqlStatement> downTransaction() {
        return downParts().skip(downBeforeTransaction().size()).toList();
    }

    private Stream<SqlStatement> downParts() {
        return this.down.stream().flatMap(block -> block.parts().stream());
    }

    /**
     * Parses the text of a file by the annotations of goose. Without {@code -- +goose Up}, the whole file is its Up
     * section. Source: <a href="https://pressly.github.io/goose/documentation/annotations">goose, annotations</a>. As in goose, an annotation is a line comment at the very start of a line, and its case
     * does not matter. Unlike in goose, the text of a string, a dollar quote or a block comment is never an annotation,
     * a semicolon need not end its line, and a function body needs no StatementBegin.
     *
     * @throws ScriptSyntaxException if the text cannot be split, or if an annotation is unknown or misplaced
     */
    public static MigrationScript parse(String text) {
        return new GooseParser(text).parse();
    }
}
