package io.e2e.migrations.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Measures every topic, or those named on the command line, and writes the page of results and its picture.
 * {@code --quick} shows that everything works and writes them to {@code target}, as its figures are not to be quoted;
 * so does a run of some topics only.
 */
public final class Benchmarks {

    private static final Logger LOG = LoggerFactory.getLogger(Benchmarks.class);

    private static final List<Topic> TOPICS = List.of(
            new ContextStart(),
            new FirstRun(),
            new FreshData(),
            new FreshApply(),
            new NothingPending(),
            new Memory(),
            new PureParts(),
            new Scale());

    private static final Path MODULE = Path.of("benchmarks");

    private Benchmarks() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        SLF4JBridgeHandler.removeHandlersForRootLogger(); // Liquibase logs there
        Set<String> wanted =
                Arrays.stream(arguments).filter(name -> !name.startsWith("--")).collect(Collectors.toSet());
        boolean quick = List.of(arguments).contains("--quick");
        List<Topic> topics = TOPICS.stream()
                .filter(topic -> wanted.isEmpty() || wanted.contains(topic.name()))
                .toList();
        List<Outcome> outcomes = new ArrayList<>();
        for (Topic topic : topics) {
            LOG.info("Measuring {}", topic.name());
            outcomes.add(topic.measure(quick ? Effort.quick() : Effort.full()));
        }
        ResultsPage page = new ResultsPage(Machine.describe(), outcomes);
        Path directory = quick || !wanted.isEmpty() ? MODULE.resolve("target") : MODULE;
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
