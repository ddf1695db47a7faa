package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.config.MigrationException;

/** Another tool is to run the migrations of one of our directories. Nothing was run. */
public final class SharedLocationException extends MigrationException {

    private final String location;

    SharedLocationException(String tool, String prefix, String property, String location) {
        super(
                tool + " is to read " + location + " (" + property + "), which e2e.migrations.locations names too: the"
                        + " same migrations would run twice.",
                "Leave the directory to one of the two: take it out of " + property + " or set " + prefix
                        + ".enabled=false in the test's properties; or set e2e.migrations.enabled=false if " + tool
                        + " is to run them, on a database of your own.",
                null);
        this.location = location;
    }

    /** The directory or file, as the other tool's property has it. */
    public String location() {
        return this.location;
    }
}
