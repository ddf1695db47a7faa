package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.benchmarks.context.Answered;
import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Measurement;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The classes that a start with a warm cache loads, until the first answer of the database. */
public final class LoadedClasses implements Topic {

    private static final String OURS = "io.e2e.migrations.";
    private static final String BENCHMARKS = "io.e2e.migrations.benchmarks.";

    @Override
    public String name() {
        return "classes";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        List<Measurement> measurements = new ArrayList<>();
        try (ContextRuns runs = ContextRuns.prepare(List.of("DatabaseContext"))) {
            for (ContextRuns.Named each : runs.floorAndVersions()) {
                List<String> classes = classes(each);
                measurements.add(count(each.name() + ": all", classes, any -> true));
                if (!each.name().equals(ContextRuns.FLOOR)) {
                    measurements.add(count(each.name() + ": ours", classes, LoadedClasses::isOurs));
                    measurements.add(count(
                            each.name() + ": lambdas among ours",
                            classes,
                            name -> isOurs(name) && name.contains("$$Lambda")));
                }
            }
        }
        Comparison comparison = new Comparison(
                "Classes that a start loads",
                "By the JVM's log of loaded classes, until the first answer of the database. Ours are those of this"
                        + " library, lambdas included.",
                Unit.COUNT,
                measurements);
        return new Outcome(
                List.of(comparison),
                List.of(Bar.count(
                        "classes of ours loaded by such a start",
                        90,
                        comparison.of(ContextRuns.OURS + ": ours").median())));
    }

    /** The lines of the log that come before the class that is loaded after the answer. */
    private static List<String> classes(ContextRuns.Named contender) throws Exception {
        Path log = Files.createTempFile("e2e-benchmark", ".classes");
        try {
            contender
                    .run()
                    .with(List.of("-Xlog:class+load=info:file=" + log + ":none:filecount=0"))
                    .run();
            return Files.readAllLines(log).stream()
                    .filter(line -> line.contains(" source: "))
                    .takeWhile(line -> !line.startsWith(Answered.class.getName() + " "))
                    .toList();
        } finally {
            Files.delete(log);
        }
    }

    private static boolean isOurs(String line) {
        return line.startsWith(OURS) && !line.startsWith(BENCHMARKS);
    }

    private static Measurement count(String name, List<String> classes, Predicate<String> counted) {
        return new Measurement(name, List.of(classes.stream().filter(counted).count()), List.of());
    }
}
