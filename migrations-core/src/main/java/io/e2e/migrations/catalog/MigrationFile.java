package io.e2e.migrations.catalog;

/**
 * A file as it was found, before it is parsed.
 *
 * @param location the location that contains it, as it was configured
 * @param name the file's name, without its directory
 * @param origin where the file is, for messages
 * @param text its content
 */
record MigrationFile(String location, String name, String origin, String text) {}
