package io.e2e.migrations.benchmarks.process;

import io.e2e.migrations.benchmarks.measure.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A process whose last line is what it measured: a wall time and a processor time. Immutable.
 *
 * @param main what it runs
 * @param classPath whose jars it gets
 * @param arguments what it is told
 */
public record CallRun(Class<?> main, ClassPath classPath, List<String> arguments) {

    public CallRun {
        arguments = List.copyOf(arguments);
    }

    /** Runs the process to its end. */
    public Sample run() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", this.classPath.text(), this.main.getName()));
        command.addAll(this.arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException(this.main + " failed:\n" + output);
        }
        String[] last = output.substring(output.stripTrailing().lastIndexOf('\n') + 1)
                .strip()
                .split(" ");
        return new Sample(Long.parseLong(last[0]), OptionalLong.of(Long.parseLong(last[1])));
    }
}
