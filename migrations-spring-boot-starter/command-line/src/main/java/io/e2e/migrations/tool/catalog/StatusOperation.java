package io.e2e.migrations.tool.catalog;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.HostNotAllowedException;
import io.e2e.migrations.datasource.UrlAccess;
import io.e2e.migrations.embedded.ScratchServer;
import io.e2e.migrations.status.MigrationStatus;
import io.e2e.migrations.status.MigrationStatus.State;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Says which migrations are applied to a database, pending, changed, missing or interrupted; changes nothing there. */
public final class StatusOperation {

    private StatusOperation() {}

    /**
     * The state of each migration; a finding if one is anything else than applied.
     *
     * @param url PostgreSQL's JDBC URL, without a password
     * @param password the password of the role
     * @param allowedHosts hosts that may be asked beside this machine
     * @throws HostNotNamedException if the URL leads to another host
     */
    public static Outcome run(ToolSettings settings, String url, Password password, List<String> allowedHosts) {
        password.refuseIn(url);
        String user = url.contains("user=") ? null : settings.config().postgresUser();
        try {
            DatabaseAccess access = ScratchServer.beside(
                    UrlAccess.of(url, user, password.read(), new HostGuard(Set.copyOf(allowedHosts))),
                    settings.embedded());
            try (MigrationService migrations = MigrationService.open(settings.config(), access)) {
                MigrationStatus status = migrations.status();
                boolean isFinding = Stream.of(State.values())
                        .anyMatch(state ->
                                state != State.APPLIED && !status.in(state).isEmpty());
                return new Outcome(status.toString(), isFinding);
            }
        } catch (HostNotAllowedException ex) {
            throw new HostNotNamedException(ex);
        }
    }
}
