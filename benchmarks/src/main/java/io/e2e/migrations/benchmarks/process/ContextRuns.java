package io.e2e.migrations.benchmarks.process;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Sample;
import io.e2e.migrations.benchmarks.peer.PeerFiles;
import io.e2e.migrations.benchmarks.peer.Servers;
import io.e2e.migrations.benchmarks.peer.TemporaryDirectory;
import io.e2e.migrations.benchmarks.peer.Way;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The contexts that are compared, with the whole catalog unless their classes say otherwise. */
public final class ContextRuns implements AutoCloseable {

    public static final String FLOOR = "server up, nothing to do (floor)";
    public static final String OURS = Way.OURS.label();
    public static final String EARLIER = Way.OURS.label() + ", earlier version";
    public static final String ZONKY = "zonky + Flyway";

    /** Classes with a selection each. */
    public static final List<String> SELECTIONS = List.of("ActionsContext", "WorkflowsContext", "NotificationsContext");

    private final Servers servers;
    private final DatabaseAddress migrated;
    private final TemporaryDirectory cache;
    private final TemporaryDirectory earlierCache;

    private ContextRuns(Servers servers, DatabaseAddress migrated) throws Exception {
        this.servers = servers;
        this.migrated = migrated;
        this.cache = TemporaryDirectory.create("cache");
        this.earlierCache = TemporaryDirectory.create("earlier-cache");
    }

    /** Starts a server, migrates a database of it, and fills the caches: in as many processes as an entry can need. */
    public static ContextRuns prepare(List<String> testClasses) throws Exception {
        Servers servers = Servers.start(MigrationConfig.defaults());
        TargetDatabase database = servers.databases().next();
        Way.OURS.apply(servers.order(database));
        ContextRuns runs = new ContextRuns(servers, database.address().orElseThrow());
        for (Named version : runs.versions()) {
            for (String testClass : testClasses) {
                version.run().of(List.of(testClass)).run();
            }
            version.run().of(testClasses).run();
        }
        return runs;
    }

    /** A context whose database is there, migrated and up, and that knows nothing of migrations. */
    public ContextRun floor() {
        return on(this.migrated);
    }

    static ContextRun on(DatabaseAddress database) {
        return ContextRun.of(
                "DatabaseContext",
                ClassPath.BARE,
                Map.of(
                        "spring.datasource.url", database.jdbcUrl(),
                        "spring.datasource.username", database.user(),
                        "spring.datasource.password", database.password().value()));
    }

    /** Our starter with this cache. */
    public static ContextRun ours(Path cache) {
        return ContextRun.of(
                "DatabaseContext", ClassPath.OURS, Map.of("e2e.migrations.embedded.cache-directory", cache.toString()));
    }

    /** Our starter with the cache of these runs. */
    public ContextRun ours() {
        return ours(this.cache.path());
    }

    /** Our starter, and the earlier version with a cache of its own if one is given. */
    public List<Named> versions() {
        List<Named> versions = new ArrayList<>(List.of(new Named(OURS, ours())));
        if (ClassPath.hasEarlier()) {
            String directory = this.earlierCache.path().toString();
            versions.add(new Named(
                    EARLIER,
                    ContextRun.of(
                            "DatabaseContext",
                            ClassPath.EARLIER,
                            Map.of("e2e.migrations.embedded.cache-directory", directory))));
        }
        return versions;
    }

    /** The floor and our versions. */
    public List<Named> floorAndVersions() {
        return Stream.concat(Stream.of(new Named(FLOOR, floor())), versions().stream())
                .toList();
    }

    /** zonky with Flyway, which finds the same files. */
    public ContextRun zonky() {
        return zonky(this.servers.files());
    }

    /** zonky with Flyway, which finds these files. */
    public static ContextRun zonky(PeerFiles files) {
        return ContextRun.of(
                "ZonkyContext",
                ClassPath.ZONKY_AND_FLYWAY,
                Map.of("spring.flyway.locations", "filesystem:" + files.directory()));
    }

    /** Where our runs keep their prepared clusters. */
    public Path cache() {
        return this.cache.path();
    }

    @Override
    public void close() {
        try (this.cache;
                this.earlierCache) {
            this.servers.close();
        }
    }

    /**
     * A run of one contender.
     *
     * @param name the contender's
     * @param run what it runs
     */
    public record Named(String name, ContextRun run) {

        /** The contender whose value is what this reads from the result. */
        public Contender contender(Reading reading) {
            return new Contender(this.name, () -> reading.of(this.run.run()));
        }

        /** A copy for these test classes. */
        public Named of(List<String> testClasses) {
            return new Named(this.name, this.run.of(testClasses));
        }
    }

    /** What is compared. */
    @FunctionalInterface
    public interface Reading {

        /** The part of the result. */
        Sample of(ContextResult result);
    }
}
