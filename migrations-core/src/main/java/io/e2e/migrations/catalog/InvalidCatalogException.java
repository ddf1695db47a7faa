package io.e2e.migrations.catalog;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/** The migration files contradict themselves or each other. The message lists every problem. */
public final class InvalidCatalogException extends MigrationException {

    private final List<String> problems;

    InvalidCatalogException(List<String> problems) {
        this(problems, "adding-a-migration.md");
    }

    /** The format of the files is described on this page of the documentation. */
    InvalidCatalogException(List<String> problems, String page) {
        super(
                (problems.size() == 1 ? "The migration catalog has a problem:" : "The migration catalog has problems:")
                        + "\n  - " + String.join("\n  - ", problems),
                "Fix the named files; nothing was run. Their format is described in docs/" + page + ".",
                null);
        this.problems = List.copyOf(problems);
    }

    /** Each problem, which begins with the name of its file. */
    public List<String> problems() {
        return this.problems;
    }
}
