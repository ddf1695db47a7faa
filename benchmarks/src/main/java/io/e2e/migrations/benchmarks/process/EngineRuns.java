package io.e2e.migrations.benchmarks.process;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.benchmarks.peer.PeerFiles;
import io.e2e.migrations.benchmarks.peer.Servers;
import io.e2e.migrations.benchmarks.peer.TemporaryDirectory;
import io.e2e.migrations.catalog.MigrationCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The contexts of an application that has the whole catalog as migrations of its own, for Flyway or Liquibase. */
public final class EngineRuns implements AutoCloseable {

    private static final String DIRECTORY = "db/peer";

    private final Servers servers;
    private final TemporaryDirectory resources;
    private final TemporaryDirectory cache;

    private EngineRuns(Servers servers) throws Exception {
        this.servers = servers;
        this.resources = TemporaryDirectory.create("resources");
        this.cache = TemporaryDirectory.create("cache");
        MigrationConfig config = servers.config();
        Path directory = Files.createDirectories(this.resources.path().resolve(DIRECTORY));
        PeerFiles.write(
                MigrationCatalog.load(config.options().locations(), EngineRuns.class.getClassLoader()), directory);
    }

    /** Starts a server for the floor, and writes the application's files. */
    public static EngineRuns prepare() throws Exception {
        return new EngineRuns(Servers.start(MigrationConfig.defaults()));
    }

    /** The contenders of one engine, each run once so that caches are warm and the floor's database is migrated. */
    public List<ContextRuns.Named> of(Engine engine) throws Exception {
        List<ContextRuns.Named> runs = new ArrayList<>();
        ContextRun floor =
                ContextRuns.on(this.servers.databases().next().address().orElseThrow());
        runs.add(new ContextRuns.Named(ContextRuns.FLOOR, in(floor, engine.bare, engine)));
        runs.add(new ContextRuns.Named(ContextRuns.OURS, in(ContextRuns.ours(this.cache.path()), engine.ours, engine)));
        runs.add(new ContextRuns.Named(
                engine.zonkyName(), in(ContextRuns.zonky(this.servers.files()), engine.zonky, engine)));
        for (ContextRuns.Named each : runs) {
            each.run().run();
        }
        return runs;
    }

    private ContextRun in(ContextRun run, ClassPath jars, Engine engine) {
        return run.with(this.resources.path(), jars).with(engine.property, "classpath:" + DIRECTORY + engine.file);
    }

    @Override
    public void close() {
        try (this.resources;
                this.cache) {
            this.servers.close();
        }
    }

    /** Whose files the application has. */
    public enum Engine {
        FLYWAY(
                "Flyway",
                "spring.flyway.locations",
                "",
                ClassPath.BARE_WITH_FLYWAY,
                ClassPath.OURS_WITH_FLYWAY,
                ClassPath.ZONKY_AND_FLYWAY),
        LIQUIBASE(
                "Liquibase",
                "spring.liquibase.change-log",
                "/changelog.xml",
                ClassPath.BARE_WITH_LIQUIBASE,
                ClassPath.OURS_WITH_LIQUIBASE,
                ClassPath.ZONKY_AND_LIQUIBASE);

        private final String label;
        private final String property;
        private final String file;
        private final ClassPath bare;
        private final ClassPath ours;
        private final ClassPath zonky;

        Engine(String label, String property, String file, ClassPath bare, ClassPath ours, ClassPath zonky) {
            this.label = label;
            this.property = property;
            this.file = file;
            this.bare = bare;
            this.ours = ours;
            this.zonky = zonky;
        }

        /** As the page of results shows it. */
        public String label() {
            return this.label;
        }

        /** The peer with this engine. */
        public String zonkyName() {
            return "zonky + " + this.label;
        }
    }
}
