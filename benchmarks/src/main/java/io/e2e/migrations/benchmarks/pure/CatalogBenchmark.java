package io.e2e.migrations.benchmarks.pure;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.util.FileSystemUtils;

/** Reading a catalog and planning from it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CatalogBenchmark {

    /** How many migrations there are. */
    @Param({"10", "100", "1000", "10000"})
    public int migrations;

    private Path directory = Path.of("");
    private List<String> locations = List.of();
    private MigrationCatalog catalog = MigrationCatalog.load(List.of("classpath:db/e2e-migrations"), null);

    /** Writes the catalog. */
    @Setup(Level.Trial)
    public void write() throws IOException {
        this.directory = Files.createTempDirectory("e2e-benchmark");
        GeneratedCatalog.write(this.directory, this.migrations);
        this.locations = List.of("file:" + this.directory);
        this.catalog = load();
    }

    /** Removes it. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        FileSystemUtils.deleteRecursively(this.directory);
    }

    /** Reads, parses, checks and orders every file. */
    @Benchmark
    public MigrationCatalog load() {
        return MigrationCatalog.load(this.locations, null);
    }

    /** Plans all of it. */
    @Benchmark
    public MigrationPlan planEverything() {
        return MigrationPlanner.plan(this.catalog, List.of());
    }

    /** Plans one table. */
    @Benchmark
    public MigrationPlan planOneTable() {
        return MigrationPlanner.plan(this.catalog, List.of("things_9"));
    }
}
