package io.e2e.migrations.benchmarks;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.nio.file.Path;
import java.util.Map;

/** The contexts that are compared, all with the whole catalog. */
final class ContextRuns implements AutoCloseable {

    static final String FLOOR = "server up, nothing to do (floor)";
    static final String OURS = Way.OURS.label();
    static final String ZONKY = "zonky + Flyway";

    private final Servers servers;
    private final DatabaseAddress migrated;
    private final TemporaryDirectory cache;

    private ContextRuns(Servers servers, DatabaseAddress migrated, TemporaryDirectory cache) {
        this.servers = servers;
        this.migrated = migrated;
        this.cache = cache;
    }

    /** Starts a server, migrates a database of it, and fills the cache. */
    static ContextRuns prepare() throws Exception {
        Servers servers = Servers.start(MigrationConfig.defaults());
        TargetDatabase database = servers.server().next();
        Way.OURS.apply(servers.order(database));
        ContextRuns runs =
                new ContextRuns(servers, database.address().orElseThrow(), TemporaryDirectory.create("cache"));
        runs.ours().run();
        return runs;
    }

    /** A context whose database is there, migrated and up, and that knows nothing of migrations. */
    ContextRun floor() {
        return ContextRun.of(
                "DatabaseContext",
                ClassPath.BARE,
                Map.of(
                        "spring.datasource.url", this.migrated.jdbcUrl(),
                        "spring.datasource.username", this.migrated.user(),
                        "spring.datasource.password", this.migrated.password().value()));
    }

    /** Our starter with this cache. */
    static ContextRun ours(Path cache) {
        return ContextRun.of(
                "DatabaseContext", ClassPath.OURS, Map.of("e2e.migrations.embedded.cache-directory", cache.toString()));
    }

    /** Our starter with the cache of these runs. */
    ContextRun ours() {
        return ours(this.cache.path());
    }

    /** zonky with Flyway, which finds the same files. */
    ContextRun zonky() {
        return zonky(this.servers.files());
    }

    /** zonky with Flyway, which finds these files. */
    static ContextRun zonky(PeerFiles files) {
        return ContextRun.of(
                "ZonkyContext",
                ClassPath.ZONKY_AND_FLYWAY,
                Map.of("spring.flyway.locations", "filesystem:" + files.directory()));
    }

    /** Where our runs keep their prepared clusters. */
    Path cache() {
        return this.cache.path();
    }

    @Override
    public void close() {
        try (this.cache) {
            this.servers.close();
        }
    }
}
