package io.e2e.migrations.database;

import java.util.Optional;

/**
 * The content of a new database, for an access that fills a database once and hands out copies of it.
 * {@code MigrationService} offers a template whenever it opens a database. Used by one thread at a time.
 */
public interface DatabaseTemplate {

    /**
     * Identifies the content: differs whenever {@link #fill} would leave different content in an empty database. It
     * does not depend on the server, the role or the name of the database.
     *
     * @throws io.e2e.migrations.config.MigrationException if the migrations cannot be planned
     */
    String fingerprint();

    /**
     * Identifies the content and the role and name of its database as the fingerprint does, but without reading a migration:
     * equal keys mean equal content, and different keys may. Empty, as by default, if that cannot be told.
     */
    default Optional<String> key() {
        return Optional.empty();
    }

    /**
     * Fills an empty database, and closes every connection to it.
     *
     * @throws io.e2e.migrations.config.MigrationException if that fails; the database must then be dropped
     */
    void fill(TargetDatabase empty);
}
