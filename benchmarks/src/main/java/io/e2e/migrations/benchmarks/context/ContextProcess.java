package io.e2e.migrations.benchmarks.context;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.test.context.TestContextManager;

/**
 * The process that is measured: starts the context of one test class, uses its database, runs its method some times, and
 * writes what that took to a file. Begins to count where a test engine would hand over to Spring.
 */
public final class ContextProcess {

    private final TestContextManager manager;
    private final WritingTest test;

    private ContextProcess(TestContextManager manager, WritingTest test) {
        this.manager = manager;
        this.test = test;
    }

    /**
     * Measures once. Writes the start of the context in nanoseconds, the peak of memory in bytes, and what Spring's
     * listeners added to each method in nanoseconds.
     *
     * @param arguments the simple name of the test class, the file to write to, how often its method runs
     */
    public static void main(String[] arguments) throws Exception {
        Class<?> type = Class.forName(ContextProcess.class.getPackageName() + "." + arguments[0]);
        long start = System.nanoTime();
        TestContextManager manager = new TestContextManager(type);
        manager.beforeTestClass();
        MeasuredTest test = (MeasuredTest) type.getDeclaredConstructor().newInstance();
        manager.prepareTestInstance(test);
        test.use();
        List<Long> values = new ArrayList<>(List.of(System.nanoTime() - start, peakMemory()));
        if (test instanceof WritingTest writing) {
            ContextProcess process = new ContextProcess(manager, writing);
            for (int method = 0; method < Integer.parseInt(arguments[2]); method++) {
                values.add(process.method());
            }
        }
        Files.writeString(
                Path.of(arguments[1]), values.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        manager.afterTestClass();
        // As a test engine does: threads that somebody left idle would keep the process for a minute.
        System.exit(0);
    }

    /** One test method; what is timed is all but the method itself. */
    private long method() throws Exception {
        Method method = this.test.getClass().getMethod("write");
        long start = System.nanoTime();
        this.manager.beforeTestMethod(this.test, method);
        this.test.use();
        long before = System.nanoTime() - start;
        this.test.write();
        start = System.nanoTime();
        this.manager.afterTestMethod(this.test, method, null);
        return before + System.nanoTime() - start;
    }

    /** The most memory that the process ever had, in bytes (proc(5), VmHWM); 0 where the system does not say. */
    private static long peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
                    .findFirst()
                    .orElse(0);
        }
    }
}
