package io.e2e.migrations.database;

/**
 * What a new, empty database is about to be filled with, for an access that can keep a filled one ready and hand out
 * copies of it. {@code MigrationService} offers one whenever it opens a database. Used by one thread at a time.
 */
public interface DatabaseTemplate {

    /**
     * Names the contents: differs whenever {@link #fill} would leave something else in an empty database. The role and
     * the database's name are no part of it, and neither is the server.
     *
     * @throws io.e2e.migrations.config.MigrationException if there are no contents, since nothing can be planned
     */
    String fingerprint();

    /**
     * Fills an empty database; every connection is closed again.
     *
     * @throws io.e2e.migrations.config.MigrationException if it cannot be filled; the database is of no use then
     */
    void fill(TargetDatabase empty);
}
