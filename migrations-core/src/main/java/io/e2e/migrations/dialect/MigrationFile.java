package io.e2e.migrations.dialect;

/**
 * A file as it was found, before it is parsed.
 *
 * @param location the location that contains it, as it was configured
 * @param name the path below the location: without subdirectories, the file's name
 * @param origin where the file is, for messages
 * @param text its content; empty for a file that is neither SQL nor a setting
 */
public record MigrationFile(String location, String name, String origin, String text) {

    /** The name without its directory. */
    public String fileName() {
        return this.name.substring(this.name.lastIndexOf('/') + 1);
    }

    /** The directory below the location, with a slash at its end; empty for the location itself. */
    public String directory() {
        return this.name.substring(0, this.name.lastIndexOf('/') + 1);
    }

    boolean isSql() {
        return this.name.endsWith(".sql");
    }
}
