package io.e2e.migrations.catalog;

import io.e2e.migrations.config.MigrationException;
import org.jspecify.annotations.Nullable;

/** A location contains no migrations, or cannot be read. */
public final class CatalogUnreadableException extends MigrationException {

    private final String location;

    CatalogUnreadableException(String location, String why, @Nullable Exception cause) {
        super(
                "No migrations can be read from " + location + ": " + why,
                "Set e2e.migrations.locations to a directory of NNN_name.sql files, as classpath:… or file:…, or put the"
                        + " module that contains them on the test class path.",
                cause);
        this.location = location;
    }

    static CatalogUnreadableException empty(String location) {
        return new CatalogUnreadableException(location, "it contains no .sql file.", null);
    }

    /** The location as it was configured. */
    public String location() {
        return this.location;
    }
}
