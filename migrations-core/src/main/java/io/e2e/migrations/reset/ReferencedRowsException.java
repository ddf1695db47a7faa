package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** Tables that are not ours contain rows that reference rows which a reset would delete. */
public final class ReferencedRowsException extends MigrationException {

    private final List<String> references;

    ReferencedRowsException(String target, List<String> references) {
        super(
                "Cannot reset " + target + ": tables that these migrations did not create contain rows that reference"
                        + " tables to reset:\n"
                        + references.stream().map(name -> "  " + name).collect(Collectors.joining("\n"))
                        + "\nNothing was changed.",
                "Delete those rows before the reset, where the test ends (@AfterEach, or @Sql with executionPhase ="
                        + " AFTER_TEST_METHOD): a reset touches only what the migrations created.",
                null);
        this.references = List.copyOf(references);
    }

    /** The references, each as {@code table (foreign key)}. */
    public List<String> references() {
        return this.references;
    }
}
