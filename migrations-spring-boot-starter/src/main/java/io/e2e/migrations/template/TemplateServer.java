package io.e2e.migrations.template;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.time.TimeSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes databases on the server on which a configured database is, and leaves that one alone. What they hold comes from a
 * template database that is named after its contents, so that all processes that want the same share it, now and in later
 * runs. PostgreSQL itself is the only meeting point: nothing is kept in files. The configured role needs
 * {@code CREATEDB}. Immutable and thread-safe.
 *
 * @param target the way to the configured database, whose address must be known
 * @param maintenanceDatabase from which databases are created and dropped; where there is none of this name, or the role
 *     may not enter it, the configured database is used
 * @param time the clock for waiting
 */
public record TemplateServer(DatabaseAccess target, String maintenanceDatabase, TimeSource time) {

    public TemplateServer {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(maintenanceDatabase, "maintenanceDatabase");
        Objects.requireNonNull(time, "time");
    }

    /**
     * Opens a supply of databases; the caller closes it.
     *
     * @param request names the server and the role
     * @param contents what each database holds; {@code null} means nothing
     * @throws CreateDatabaseDeniedException if the role lacks the right
     * @throws TemplateServerException if the server refuses something else
     */
    public DatabaseSupply supply(DatabaseRequest request, @Nullable DatabaseTemplate contents) {
        TargetDatabase base = this.target.open(request);
        try {
            DatabaseAddress address = base.address().orElseThrow();
            Login login = new Login(address, request.timeouts().connect());
            Administration administration = new Administration(login, this.maintenanceDatabase, this.time);
            return new ServerSupply(base, administration, order(contents, request));
        } catch (RuntimeException | Error ex) {
            base.close();
            throw ex;
        }
    }

    private static @Nullable TemplateOrder order(@Nullable DatabaseTemplate contents, DatabaseRequest request) {
        return contents == null ? null : TemplateOrder.of(contents, request);
    }
}
