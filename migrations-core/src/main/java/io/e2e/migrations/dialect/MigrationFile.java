package io.e2e.migrations.dialect;

/**
 * A file as it was found, before it is parsed.
 *
 * @param location the location that contains it, as it was configured
 * @param name the path below the location: without subdirectories, the file's name
 * @param origin where the file is, for messages
 * @param text its content
 */
public record MigrationFile(String location, String name, String origin, String text) {}
