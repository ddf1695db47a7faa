package io.e2e.migrations.benchmarks.process;

import io.e2e.migrations.benchmarks.context.ContextProcess;
import io.e2e.migrations.benchmarks.measure.ProcessorGroup;
import io.e2e.migrations.benchmarks.measure.Trial;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A process that starts Spring Boot test contexts, one after another. Immutable.
 *
 * @param testClasses the simple names of classes in the package {@code context}
 * @param classPath whose jars it gets
 * @param properties its system properties
 * @param jvmOptions such as {@code -Xmx256m}
 * @param resources a directory that is on its class path too
 */
public record ContextRun(
        List<String> testClasses,
        ClassPath classPath,
        Map<String, String> properties,
        List<String> jvmOptions,
        Optional<Path> resources) {

    public ContextRun {
        testClasses = List.copyOf(testClasses);
        properties = Map.copyOf(properties);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** One without JVM options. */
    static ContextRun of(String testClass, ClassPath classPath, Map<String, String> properties) {
        return new ContextRun(List.of(testClass), classPath, properties, List.of(), Optional.empty());
    }

    /** A copy for other test classes. */
    public ContextRun of(List<String> others) {
        return new ContextRun(others, this.classPath, this.properties, this.jvmOptions, this.resources);
    }

    /** A copy with these JVM options. */
    public ContextRun with(List<String> options) {
        return new ContextRun(this.testClasses, this.classPath, this.properties, options, this.resources);
    }

    /** A copy with one more property. */
    public ContextRun with(String property, Object value) {
        Map<String, String> more = new TreeMap<>(this.properties);
        more.put(property, value.toString());
        return new ContextRun(this.testClasses, this.classPath, more, this.jvmOptions, this.resources);
    }

    /** A copy for an application that has the files of this directory, and these jars. */
    ContextRun with(Path directory, ClassPath jars) {
        return new ContextRun(this.testClasses, jars, this.properties, this.jvmOptions, Optional.of(directory));
    }

    /** Runs the process to its end, and waits for what it leaves behind to end. */
    public ContextResult run() throws IOException, InterruptedException {
        return run(0);
    }

    /** Runs the process to its end, with so many test methods of the last class. */
    public ContextResult run(int methods) throws IOException, InterruptedException {
        long processes = ProcessorGroup.here().size();
        OptionalLong before = ProcessorGroup.here().used();
        ContextResult result = runBesideOthers(methods);
        ProcessorGroup.here().awaitSize(processes);
        return result.with(Trial.since(before));
    }

    /** Runs the process to its end while others run, so that its processor time is not known. */
    public ContextResult runBesideOthers(int methods) throws IOException, InterruptedException {
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
            return ContextResult.read(result);
        } finally {
            Files.delete(result);
            Files.delete(log);
        }
    }

    private List<String> command(Path result, int methods) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(this.jvmOptions);
        this.properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        String entries = this.classPath.text()
                + this.resources
                        .map(directory -> File.pathSeparator + directory)
                        .orElse("");
        command.addAll(List.of("-cp", entries, ContextProcess.class.getName()));
        command.addAll(List.of(String.join(",", this.testClasses), result.toString(), "" + methods));
        command.add(ProcessorGroup.here().file().toString());
        return command;
    }
}
