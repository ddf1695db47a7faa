package io.e2e.migrations.database;

import java.util.Optional;

/**
 * Opens databases of one target: an embedded server, a Kubernetes namespace, or the application's own database. The
 * extension point of this library. Implementations are thread-safe.
 */
@FunctionalInterface
public interface DatabaseAccess {

    /**
     * Finds the requested database and waits until it answers a query.
     *
     * @param request names the database; {@code request.timeouts().connect()} limits each connection attempt
     * @return the database, to be closed by the caller
     * @throws io.e2e.migrations.config.MigrationException if there is no such database; it says why, and what to change
     */
    TargetDatabase open(DatabaseRequest request);

    /**
     * Opens the requested database, which may be a new copy of the template: {@link TargetDatabase#isCopyOfTemplate}
     * then says so. An access that does not create databases ignores the template, as this default does.
     *
     * @param request names the database
     * @param template fills an empty database with what the caller is about to put into this one
     */
    default TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        return open(request);
    }

    /** The access that reads scratch databases: this one, as by default, or the one that this one complements. */
    default DatabaseAccess scratchAccess() {
        return this;
    }

    /** Whether this access keeps templates for {@link #openKnown}, so that their keys are of use; false by default. */
    default boolean keepsTemplates() {
        return false;
    }

    /**
     * Opens a new copy of a template that this access has kept since it was verified, which spares the caller reading and
     * planning migrations. {@link TargetDatabase#verifiedReport()} then has the report of that time.
     *
     * @param request names the database
     * @param key the template's {@link DatabaseTemplate#key() key}
     * @return the copy; empty, as by default, if the access keeps no such template, or in case of doubt
     */
    default Optional<TargetDatabase> openKnown(DatabaseRequest request, String key) {
        return Optional.empty();
    }

    /**
     * Reads a scratch database that contains nothing but what the caller wants to compare a database with. An access may
     * keep the text, and return it again for the same {@link ScratchDatabase#key() key} and version of PostgreSQL.
     *
     * @param request names the role that fills the scratch database
     * @param scratch what it contains, and what to read
     * @return what the scratch database was read as; empty, as by default, if the access has no server for it
     */
    default Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
        return Optional.empty();
    }
}
