package io.e2e.migrations.database;

/**
 * A way to a database: embedded, in a Kubernetes namespace, or the application's own. The extension point of this
 * library; implementations are thread-safe.
 */
@FunctionalInterface
public interface DatabaseAccess {

    /**
     * Finds the database that is asked for and waits until it answers a query.
     *
     * @param request names the database; {@code request.timeouts().connect()} limits a connection attempt
     * @return the database, to be closed by the caller
     * @throws io.e2e.migrations.config.MigrationException if it cannot be had; the message says why and what to change
     */
    TargetDatabase open(DatabaseRequest request);

    /**
     * As {@link #open(DatabaseRequest)}; an access that makes its databases anew may return one that holds what the template
     * would fill it with, and says so by {@link TargetDatabase#isCopyOfTemplate}. Others, like this default, do not look
     * at the template.
     *
     * @param request names the database
     * @param template what is about to be put into it
     */
    default TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        return open(request);
    }
}
