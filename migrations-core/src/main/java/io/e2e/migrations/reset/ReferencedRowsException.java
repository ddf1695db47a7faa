package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** Tables that no migration of ours made hold rows that reference rows which a reset would delete. */
public final class ReferencedRowsException extends MigrationException {

    private final List<String> references;

    ReferencedRowsException(String target, List<String> references) {
        super(
                "Cannot reset " + target + ": tables that these migrations did not make hold rows that reference tables"
                        + " which have to be reset:\n"
                        + references.stream().map(name -> "  " + name).collect(Collectors.joining("\n"))
                        + "\nNothing was changed.",
                "Delete those rows before the reset, where the test ends (@AfterEach, or @Sql with executionPhase ="
                        + " AFTER_TEST_METHOD): a reset touches only what the migrations made.",
                null);
        this.references = List.copyOf(references);
    }

    /** Each as {@code table (foreign key)}. */
    public List<String> references() {
        return this.references;
    }
}
