package io.e2e.migrations.catalog;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationFormat;
import java.util.List;

/** Migrations of a catalog are not SQL: only their own tool can run them. */
public final class NotSqlException extends MigrationException {

    private final List<String> files;

    NotSqlException(MigrationFormat format, List<String> files) {
        super(
                "The catalog (" + format + ") has "
                        + (files.size() == 1 ? "a migration that is" : "migrations that are") + " not SQL:\n  - "
                        + String.join("\n  - ", files),
                "Nothing was run. To apply the others without "
                        + (files.size() == 1 ? "it, set" : "them, set")
                        + " e2e.migrations.leave-out=" + String.join(",", files)
                        + " - the report then says that the catalog is incomplete. Or let the tool itself run in the test.",
                null);
        this.files = List.copyOf(files);
    }

    /** The migrations, by their paths below the location. */
    public List<String> files() {
        return this.files;
    }
}
