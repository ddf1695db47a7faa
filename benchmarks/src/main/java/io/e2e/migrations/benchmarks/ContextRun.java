package io.e2e.migrations.benchmarks;

import io.e2e.migrations.benchmarks.context.ContextProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A process that starts one Spring Boot test context. Immutable.
 *
 * @param testClass the simple name of a class in the package {@code context}
 * @param classPath whose jars it gets
 * @param properties its system properties
 * @param jvmOptions such as {@code -Xmx256m}
 */
record ContextRun(String testClass, ClassPath classPath, Map<String, String> properties, List<String> jvmOptions) {

    ContextRun {
        properties = Map.copyOf(properties);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** One without JVM options. */
    static ContextRun of(String testClass, ClassPath classPath, Map<String, String> properties) {
        return new ContextRun(testClass, classPath, properties, List.of());
    }

    /** A copy for another test class. */
    ContextRun of(String testClass) {
        return new ContextRun(testClass, this.classPath, this.properties, this.jvmOptions);
    }

    /** A copy with these JVM options. */
    ContextRun with(List<String> options) {
        return new ContextRun(this.testClass, this.classPath, this.properties, options);
    }

    /** A copy with one more property. */
    ContextRun with(String property, Object value) {
        Map<String, String> more = new TreeMap<>(this.properties);
        more.put(property, value.toString());
        return new ContextRun(this.testClass, this.classPath, more, this.jvmOptions);
    }

    /** Runs the process to its end. */
    Result run() throws IOException, InterruptedException {
        return run(0);
    }

    /** Runs the process to its end, with so many test methods. */
    Result run(int methods) throws IOException, InterruptedException {
        Path result = Files.createTempFile("e2e-benchmark", ".result");
        Path log = Files.createTempFile("e2e-benchmark", ".log");
        try {
            int exit = new ProcessBuilder(command(result, methods))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(this + " failed:\n" + Files.readString(log));
            }
            List<Long> values = Stream.of(Files.readString(result).split(" "))
                    .map(Long::valueOf)
                    .toList();
            return new Result(values.get(0), values.get(1), values.subList(2, values.size()));
        } finally {
            Files.delete(result);
            Files.delete(log);
        }
    }

    private List<String> command(Path result, int methods) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(this.jvmOptions);
        this.properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", this.classPath.text(), ContextProcess.class.getName()));
        command.addAll(List.of(this.testClass, result.toString(), "" + methods));
        return command;
    }

    /**
     * What one process took.
     *
     * @param nanos from the first call of Spring to the first answer of the database
     * @param peakMemory in bytes
     * @param methods what was added to each test method, in nanoseconds
     */
    record Result(long nanos, long peakMemory, List<Long> methods) {}
}
