package io.e2e.migrations.benchmarks.process;

import io.e2e.migrations.benchmarks.measure.Sample;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What one process took. Immutable.
 *
 * @param contexts for each context, from the first call of Spring to the first answer of the database, in nanoseconds
 * @param peakMemory of the JVM, in bytes
 * @param serverMemory of its servers when all contexts are up, in bytes
 * @param methods what was added to each test method, in nanoseconds
 * @param methodProcessor the processor time of a method, its own work included, on average; in nanoseconds
 * @param processor the processor time of the whole process, its start and end and its servers included
 */
public record ContextResult(
        List<Long> contexts,
        long peakMemory,
        long serverMemory,
        List<Long> methods,
        OptionalLong methodProcessor,
        OptionalLong processor) {

    public ContextResult {
        contexts = List.copyOf(contexts);
        methods = List.copyOf(methods);
    }

    static ContextResult read(Path file) throws IOException {
        Properties written = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            written.load(reader);
        }
        List<Long> processor = numbers(written, "methodProcessor");
        return new ContextResult(
                numbers(written, "contexts"),
                numbers(written, "peakMemory").get(0),
                numbers(written, "serverMemory").get(0),
                numbers(written, "methods"),
                processor.isEmpty() ? OptionalLong.empty() : OptionalLong.of(processor.get(0)),
                OptionalLong.empty());
    }

    private static List<Long> numbers(Properties written, String name) {
        return Stream.of(written.getProperty(name, "").split(","))
                .filter(number -> !number.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    ContextResult with(OptionalLong used) {
        return new ContextResult(
                this.contexts, this.peakMemory, this.serverMemory, this.methods, this.methodProcessor, used);
    }

    /** Its context of this number, and the processor time of the whole process. */
    public Sample context(int number) {
        return new Sample(this.contexts.get(number), this.processor);
    }
}
