package io.e2e.migrations.proof;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/** The files of another tool have no headers to prove. */
public final class NotDescribedException extends MigrationException {

    NotDescribedException(List<String> locations, String because) {
        super(
                "There is nothing to prove of " + String.join(", ", locations) + ": "
                        + (because.isEmpty() ? "the files are those of another tool, and have no headers" : because)
                        + ".",
                "Let the command \"describe\" of e2e-migrations write the headers; docs/your-migrations.md describes them.",
                null);
    }
}
