package io.e2e.migrations.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The first run ever on a machine: unpack, initdb, migrate, and for us store; and what that leaves on the disk. */
final class FirstRun implements Topic {

    private static final double MEGABYTE = 1 << 20;

    @Override
    public String name() {
        return "first";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (ContextRuns runs = ContextRuns.prepare()) {
            Rounds rounds = new Rounds(0, Math.min(5, effort.processes().counted()));
            Comparison times = new Comparison(
                    "First run ever on a machine, Spring Boot test context",
                    "Nothing is unpacked, nothing is cached.",
                    Unit.MILLISECONDS,
                    rounds.of(List.of(
                            new Contender(ContextRuns.ZONKY, () -> zonky(runs.zonky())),
                            new Contender(ContextRuns.OURS, FirstRun::ours))));
            return new Outcome(
                    List.of(times),
                    List.of(
                            Bar.ratio(
                                    "first run ever, over zonky + Flyway",
                                    1.1,
                                    times.ratio(ContextRuns.OURS, ContextRuns.ZONKY)),
                            Bar.amount("cache entry of the whole catalog", Unit.MEGABYTES, 22 * MEGABYTE, (double)
                                    entrySize(runs.cache()))));
        }
    }

    private static long ours() throws Exception {
        try (TemporaryDirectory cache = TemporaryDirectory.create("first")) {
            return ContextRuns.ours(cache.path()).run().nanos();
        }
    }

    private static long zonky(ContextRun run) throws Exception {
        try (TemporaryDirectory temporary = TemporaryDirectory.create("first")) {
            Files.setPosixFilePermissions(
                    temporary.path(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
            return run.with("java.io.tmpdir", temporary.path()).run().nanos();
        }
    }

    /** The largest entry among the prepared clusters. */
    private static long entrySize(Path cache) throws IOException {
        long largest = 0;
        try (Stream<Path> entries = Files.list(cache.resolve("clusters"))) {
            for (Path entry : entries.toList()) {
                largest = Math.max(largest, size(entry));
            }
        }
        return largest;
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
