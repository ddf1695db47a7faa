package io.e2e.migrations.benchmarks;

import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.ProcessorGroup;
import io.e2e.migrations.benchmarks.measure.Quietness;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import io.e2e.migrations.benchmarks.report.Machine;
import io.e2e.migrations.benchmarks.report.Plot;
import io.e2e.migrations.benchmarks.report.ResultsPage;
import io.e2e.migrations.benchmarks.topic.Build;
import io.e2e.migrations.benchmarks.topic.CacheSize;
import io.e2e.migrations.benchmarks.topic.ContextStart;
import io.e2e.migrations.benchmarks.topic.EngineStart;
import io.e2e.migrations.benchmarks.topic.FirstCall;
import io.e2e.migrations.benchmarks.topic.FirstRun;
import io.e2e.migrations.benchmarks.topic.FreshApply;
import io.e2e.migrations.benchmarks.topic.FreshData;
import io.e2e.migrations.benchmarks.topic.LoadedClasses;
import io.e2e.migrations.benchmarks.topic.ManyTables;
import io.e2e.migrations.benchmarks.topic.Memory;
import io.e2e.migrations.benchmarks.topic.NothingPending;
import io.e2e.migrations.benchmarks.topic.Scale;
import io.e2e.migrations.benchmarks.topic.SecondContext;
import io.e2e.migrations.benchmarks.topic.ServerMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Measures every topic, or those named on the command line, and writes the page of results and its picture. A run of some
 * topics, one with {@code --quick} (very few runs) and one with {@code --print} (also on a machine that is not quiet) write
 * them to {@code target}, as their figures are not to be quoted. Without these, a machine that is not quiet ends the run with
 * status 1, and the page stays as it was.
 */
public final class Benchmarks {

    private static final Logger LOG = LoggerFactory.getLogger(Benchmarks.class);

    private static final ContextStart CONTEXT = new ContextStart();

    /** The first one tells whether the machine is quiet. */
    private static final List<Topic> TOPICS = List.of(
            CONTEXT,
            new SecondContext(),
            new EngineStart(),
            new Build(),
            new LoadedClasses(),
            new ServerMemory(),
            new CacheSize(),
            new FirstRun(),
            new FirstCall(),
            new FreshData(),
            new ManyTables(),
            new FreshApply(),
            new NothingPending(),
            new Memory(),
            new Scale());

    private static final Path MODULE = Path.of("benchmarks");

    /** A build that has just ended is part of the load average for so long. */
    private static final int LOAD_WAITS = 36;

    private final Effort effort;
    private final Set<String> wanted;
    private final boolean quotable;

    private Benchmarks(List<String> arguments) {
        this.wanted = arguments.stream().filter(name -> !name.startsWith("--")).collect(Collectors.toSet());
        boolean quick = arguments.contains("--quick");
        this.effort = quick ? Effort.quick() : Effort.full();
        this.quotable = !quick && !arguments.contains("--print") && this.wanted.isEmpty();
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        SLF4JBridgeHandler.removeHandlersForRootLogger(); // Liquibase logs there
        LOG.info("Processor time: {}", ProcessorGroup.here().method()); // entered before a server starts
        int status = 0;
        try {
            new Benchmarks(Arrays.asList(arguments)).run();
        } catch (NotQuietException ex) {
            LOG.error("{}", ex.getMessage());
            status = 1;
        } finally {
            ProcessorGroup.here().close();
        }
        System.exit(status);
    }

    private void run() throws Exception {
        double load = this.quotable ? awaitQuiet() : Machine.loadPerCore();
        Quietness quietness = new Quietness(load, OptionalDouble.empty());
        requireQuiet(quietness);
        List<Outcome> outcomes = new ArrayList<>();
        for (Topic topic : TOPICS) {
            if (this.wanted.isEmpty() || this.wanted.contains(topic.name())) {
                LOG.info("Measuring {}", topic.name());
                Outcome outcome = topic.measure(this.effort);
                outcomes.add(outcome);
                // A run that ends early has told what it measured.
                LOG.info("{}", new ResultsPage(List.of(), List.of(outcome)).text());
                if (topic == CONTEXT) {
                    quietness = new Quietness(load, spread(outcome));
                    requireQuiet(quietness);
                }
            }
        }
        write(quietness, outcomes);
    }

    /** Waits for the build before to leave the load average, for some minutes. */
    private static double awaitQuiet() throws InterruptedException {
        for (int wait = 0; Machine.loadPerCore() > Quietness.LOAD_LIMIT && wait < LOAD_WAITS; wait++) {
            LOG.info("Waiting for the load to fall: {} per core", Machine.loadPerCore());
            TimeUnit.SECONDS.sleep(5);
        }
        return Machine.loadPerCore();
    }

    private void requireQuiet(Quietness quietness) throws NotQuietException {
        if (this.quotable && !quietness.objections().isEmpty()) {
            throw new NotQuietException(quietness);
        }
    }

    private static OptionalDouble spread(Outcome outcome) {
        Comparison comparison = outcome.comparisons().get(0);
        return OptionalDouble.of(comparison.of(ContextRuns.FLOOR).spread());
    }

    private void write(Quietness quietness, List<Outcome> outcomes) throws IOException {
        List<String> circumstances = new ArrayList<>(List.of(
                "Measured: " + Machine.describe() + ".",
                "Quiet machine: " + quietness.text() + ".",
                "Processor time: " + ProcessorGroup.here().method() + "."));
        if (!this.quotable) {
            circumstances.add("Not to be quoted: this run was restricted or not checked.");
        }
        ResultsPage page = new ResultsPage(circumstances, outcomes);
        Path directory = this.quotable ? MODULE : MODULE.resolve("target");
        Files.writeString(directory.resolve("RESULTS.md"), page.text());
        Files.writeString(directory.resolve("results.svg"), plot(outcomes).svg());
        LOG.info("Wrote {}:\n{}", directory.resolve("RESULTS.md"), page.text());
    }

    private static Plot plot(List<Outcome> outcomes) {
        return new Plot(outcomes.stream()
                .flatMap(outcome -> outcome.comparisons().stream())
                .toList());
    }
}
