package io.e2e.migrations.benchmarks.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.test.context.TestContextManager;

/**
 * The process that is measured: starts the context of one test class, uses its database, and writes what that took to a
 * file. Begins to count where a test engine would hand over to Spring.
 */
public final class ContextProcess {

    private ContextProcess() {}

    /**
     * Measures once.
     *
     * @param arguments the simple name of the test class, and the file to write to
     */
    public static void main(String[] arguments) throws Exception {
        Class<?> type = Class.forName(ContextProcess.class.getPackageName() + "." + arguments[0]);
        long start = System.nanoTime();
        TestContextManager manager = new TestContextManager(type);
        manager.beforeTestClass();
        MeasuredTest test = (MeasuredTest) type.getDeclaredConstructor().newInstance();
        manager.prepareTestInstance(test);
        test.use();
        long nanos = System.nanoTime() - start;
        Files.writeString(Path.of(arguments[1]), nanos + " " + peakMemory());
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
