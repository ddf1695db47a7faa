package io.e2e.migrations.embedded;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.codehaus.plexus.classworlds.launcher.Launcher;

/**
 * A process that forks take for Maven.
 *
 * @param temporary the directory for temporary files of its forks
 * @param process the process
 */
record FakeBuild(Path temporary, Process process) implements AutoCloseable {

    static FakeBuild start(Path temporary) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new FakeBuild(temporary, process);
    }

    /** Starts an {@link EmbeddedChild} and returns its report when it has opened its database. */
    ChildReport fork(String... options) throws IOException {
        Path home = Files.createTempDirectory(this.temporary, "fork-");
        List<String> command = ChildJvm.command(this.temporary, System.getProperty("java.class.path"), home, options);
        String line = home.resolve("output") + "\t" + String.join("\t", command) + "\n";
        OutputStream in = this.process.getOutputStream();
        in.write(line.getBytes(StandardCharsets.UTF_8));
        in.flush();
        return ChildReport.await(home, this.process::isAlive);
    }

    /** Ends it, and with it its forks, which close nothing. */
    @Override
    public void close() throws IOException {
        // The shells and the JVMs, and not what those have started.
        List<ProcessHandle> forks = this.process
                .children()
                .flatMap(shell -> Stream.concat(Stream.of(shell), shell.children()))
                .toList();
        this.process.getOutputStream().close();
        this.process.onExit().join();
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), TimeSource.system());
        while (forks.stream().anyMatch(Processes::isAlive) && !deadline.isOver()) {
            deadline.pause(Duration.ofMillis(20));
        }
    }
}
