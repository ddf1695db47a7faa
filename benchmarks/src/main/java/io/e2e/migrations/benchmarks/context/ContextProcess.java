package io.e2e.migrations.benchmarks.context;

import io.e2e.migrations.benchmarks.measure.ProcessorGroup;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.test.context.TestContextManager;

/**
 * The process that is measured: starts the contexts of some test classes, uses their databases, runs the method of the last
 * one some times, and writes what that took to a file. Begins to count where a test engine would hand over to Spring.
 */
public final class ContextProcess {

    private final TestContextManager manager;
    private final MeasuredTest test;

    private ContextProcess(TestContextManager manager, MeasuredTest test) {
        this.manager = manager;
        this.test = test;
    }

    /**
     * Measures once. What is written is described at {@code ContextResult}.
     *
     * @param arguments the simple names of the test classes, separated by commas; the file to write to; how often the
     *     method of the last class runs; the file with the processor time of this process and its servers, or nothing
     */
    public static void main(String[] arguments) throws Exception {
        List<Long> contexts = new ArrayList<>();
        List<ContextProcess> tests = new ArrayList<>();
        for (String name : arguments[0].split(",")) {
            Class<?> type = Class.forName(ContextProcess.class.getPackageName() + "." + name);
            long start = System.nanoTime();
            tests.add(start(type));
            contexts.add(System.nanoTime() - start);
            Answered.load();
        }
        Properties result = new Properties();
        result.setProperty("contexts", text(contexts));
        result.setProperty("peakMemory", "" + Memory.peak());
        result.setProperty("serverMemory", "" + Memory.ofServers());
        tests.get(tests.size() - 1).methods(Integer.parseInt(arguments[2]), arguments[3], result);
        try (Writer writer = Files.newBufferedWriter(Path.of(arguments[1]))) {
            result.store(writer, null);
        }
        for (ContextProcess each : tests) {
            each.manager.afterTestClass();
        }
        // As a test engine does: threads that somebody left idle would keep the process for a minute.
        System.exit(0);
    }

    private static ContextProcess start(Class<?> type) throws Exception {
        TestContextManager manager = new TestContextManager(type);
        manager.beforeTestClass();
        MeasuredTest test = (MeasuredTest) type.getDeclaredConstructor().newInstance();
        manager.prepareTestInstance(test);
        test.use();
        return new ContextProcess(manager, test);
    }

    /** The first method finds everything fresh anyway, and is not counted. */
    private void methods(int count, String processor, Properties result) throws Exception {
        if (count > 0 && this.test instanceof WritingTest writing) {
            method(writing);
            long before = processorTime(processor);
            List<Long> times = new ArrayList<>();
            for (int method = 0; method < count; method++) {
                times.add(method(writing));
            }
            result.setProperty("methods", text(times));
            if (!processor.isEmpty()) {
                result.setProperty("methodProcessor", "" + (processorTime(processor) - before) / count);
            }
        }
    }

    private static long processorTime(String file) throws IOException {
        return file.isEmpty() ? 0 : 1000 * ProcessorGroup.microseconds(Path.of(file));
    }

    /** One test method; what is timed is all but the method itself. */
    private long method(WritingTest writing) throws Exception {
        Method method = writing.getClass().getMethod("write");
        long start = System.nanoTime();
        this.manager.beforeTestMethod(writing, method);
        writing.use();
        long before = System.nanoTime() - start;
        writing.write();
        start = System.nanoTime();
        this.manager.afterTestMethod(writing, method, null);
        return before + System.nanoTime() - start;
    }

    private static String text(List<Long> numbers) {
        return Stream.of(numbers.toArray()).map(String::valueOf).collect(Collectors.joining(","));
    }
}
