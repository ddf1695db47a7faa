package io.e2e.migrations.embedded;

/**
 * The archive of a prepared cluster, as somebody knows it who has used it before.
 *
 * @param template the name of the template in it
 * @param checksum of all its bytes
 */
record PreparedArchive(String template, long checksum) {}
