package io.e2e.migrations.benchmarks;

import java.util.List;

/** What the database adds to the start of a Spring Boot test context, in processes of their own. */
final class ContextStart implements Topic {

    private static final double MILLISECOND = 1e6;

    @Override
    public String name() {
        return "context";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (ContextRuns runs = ContextRuns.prepare()) {
            Comparison comparison = new Comparison(
                    "Spring Boot test context, whole catalog, new JVM",
                    "From the first call of Spring's test framework to the first answer of the database. Our cache is"
                            + " warm; zonky's binaries are unpacked.",
                    Unit.MILLISECONDS,
                    effort.processes()
                            .of(List.of(
                                    contender(ContextRuns.FLOOR, runs.floor()),
                                    contender(ContextRuns.OURS, runs.ours()),
                                    contender(ContextRuns.ZONKY, runs.zonky()))));
            return new Outcome(List.of(comparison), bars(comparison));
        }
    }

    private static Contender contender(String name, ContextRun run) {
        return new Contender(name, () -> run.run().nanos());
    }

    private static List<Bar> bars(Comparison comparison) {
        double ours = comparison.excess(ContextRuns.OURS, ContextRuns.FLOOR);
        double zonky = comparison.excess(ContextRuns.ZONKY, ContextRuns.FLOOR);
        return List.of(
                Bar.amount("context start, warm cache, above the floor", Unit.MILLISECONDS, 150 * MILLISECOND, ours),
                Bar.ratio("the same, over what zonky + Flyway adds", 1 / 15.0, ours / zonky));
    }
}
