package io.e2e.migrations.catalog;

/**
 * A file as it was found, before it is parsed.
 *
 * @param name the file's name, without its directory
 * @param origin where the file is, for messages
 * @param text its content
 */
record MigrationFile(String name, String origin, String text) {}
