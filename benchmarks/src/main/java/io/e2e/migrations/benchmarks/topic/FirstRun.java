package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Sample;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.peer.TemporaryDirectory;
import io.e2e.migrations.benchmarks.process.ContextRun;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The first run ever on a machine: unpack, initdb, migrate, and for us store; and what that leaves on the disk. */
public final class FirstRun implements Topic {

    private static final double MEGABYTE = 1 << 20;

    @Override
    public String name() {
        return "first";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (ContextRuns runs = ContextRuns.prepare(List.of("DatabaseContext"))) {
            Comparison times = new Comparison(
                    "First run ever on a machine, Spring Boot test context",
                    "Nothing is unpacked, nothing is cached.",
                    Unit.MILLISECONDS,
                    effort.few()
                            .of(List.of(
                                    new Contender(ContextRuns.ZONKY, () -> zonky(runs.zonky())),
                                    new Contender(ContextRuns.OURS, FirstRun::ours))));
            return new Outcome(
                    List.of(times),
                    List.of(
                            Bar.ratio(
                                    "first run ever, over zonky + Flyway",
                                    1.1,
                                    times.ratio(ContextRuns.OURS, ContextRuns.ZONKY)),
                            Bar.amount("cache entry of the whole catalog", Unit.MEGABYTES, 30 * MEGABYTE, (double)
                                    entrySize(runs.cache()))));
        }
    }

    private static Sample ours() throws Exception {
        try (TemporaryDirectory cache = TemporaryDirectory.create("first")) {
            return ContextRuns.ours(cache.path()).run().context(0);
        }
    }

    private static Sample zonky(ContextRun run) throws Exception {
        try (TemporaryDirectory temporary = TemporaryDirectory.create("first")) {
            Files.setPosixFilePermissions(
                    temporary.path(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
            return run.with("java.io.tmpdir", temporary.path()).run().context(0);
        }
    }

    /** The largest entry among the prepared clusters. */
    private static long entrySize(Path cache) throws IOException {
        long largest = 0;
        try (Stream<Path> entries = Files.list(cache.resolve("clusters"))) {
            for (Path entry : entries.toList()) {
                largest = Math.max(largest, CacheSize.size(entry));
            }
        }
        return largest;
    }
}
