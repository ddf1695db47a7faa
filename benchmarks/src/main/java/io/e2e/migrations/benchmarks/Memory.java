package io.e2e.migrations.benchmarks;

import java.util.List;

/** The most memory that a test JVM ever has, the server's not included. */
final class Memory implements Topic {

    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private static final double MEGABYTE = 1 << 20;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (ContextRuns runs = ContextRuns.prepare()) {
            Comparison comparison = new Comparison(
                    "Peak memory of the test JVM",
                    "VmHWM with " + String.join(" ", SMALL) + ", at the end of the runs above.",
                    Unit.MEGABYTES,
                    effort.processes()
                            .of(List.of(
                                    contender(ContextRuns.FLOOR, runs.floor()),
                                    contender(ContextRuns.OURS, runs.ours()),
                                    contender(ContextRuns.ZONKY, runs.zonky()))));
            double excess = comparison.excess(ContextRuns.OURS, ContextRuns.FLOOR);
            return new Outcome(
                    List.of(comparison),
                    List.of(Bar.amount("peak memory above the floor's", Unit.MEGABYTES, 25 * MEGABYTE, excess)));
        }
    }

    private static Contender contender(String name, ContextRun run) {
        return new Contender(name, () -> run.with(SMALL).run().peakMemory());
    }
}
