package io.e2e.migrations.testing;

import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that runs a main class of the tests, and that can be asked, ended, or killed. */
public final class ChildJvm implements AutoCloseable {

    private static final String REPORT = "report:";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;
    private final Process process;
    private int reports;

    private ChildJvm(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    /** Describes a JVM that runs this class, with the class path of the tests and a directory of its own. */
    public static Launch of(Class<?> main) {
        return new Launch(main, System.getProperty("java.class.path"));
    }

    /** Starts a JVM that runs this class, with the class path of the tests and a directory of its own. */
    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return of(main).start(arguments);
    }

    /** Reports a line to the parent process; called in the child. */
    @SuppressWarnings("SystemOut") // the report to the parent process
    public static void answer(Object line) {
        System.out.println(REPORT + line);
    }

    /** Sends a line to the child's standard input. */
    public void tell(String line) throws IOException {
        this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        this.process.getOutputStream().flush();
    }

    /** Waits for the child's next report and returns it. */
    public String report() throws IOException {
        Deadline deadline = Deadline.in(PATIENCE, TimeSource.system());
        while (true) {
            // Asked first, because the last report can come just before the end.
            boolean alive = this.process.isAlive();
            List<String> all = reportsSoFar();
            if (all.size() > this.reports) {
                return all.get(this.reports++);
            }
            if (!alive || deadline.isOver()) {
                throw new IllegalStateException("no report from the child:\n" + output());
            }
            deadline.pause(Duration.ofMillis(20));
        }
    }

    /** Returns what the child has written so far. */
    public String output() throws IOException {
        // The file may end in the middle of a character.
        return new String(Files.readAllBytes(this.home.resolve("output")), StandardCharsets.UTF_8);
    }

    /** Waits until the child ends, which must be without an error, and returns its output. */
    public String outputOfSuccess() throws IOException {
        if (ended().exitValue() != 0) {
            throw new IllegalStateException("the child failed:\n" + output());
        }
        return output();
    }

    /** Closes the child's standard input, and waits until the child ends by itself, its shutdown hooks included. */
    public void exit() throws IOException {
        this.process.getOutputStream().close();
        ended();
    }

    /** Ends the child as {@code kill -9} does. */
    public void kill() {
        this.process.destroyForcibly();
        ended();
    }

    /** Lets the child end by itself, and kills a child that does not. */
    @Override
    public void close() throws IOException {
        this.process.getOutputStream().close();
        this.process
                .onExit()
                .completeOnTimeout(this.process, 30, TimeUnit.SECONDS)
                .join();
        kill();
        FileTree.delete(this.home);
    }

    private Process ended() {
        return this.process
                .onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private List<String> reportsSoFar() throws IOException {
        String output = output();
        return output.substring(0, output.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(REPORT))
                .map(line -> line.substring(REPORT.length()))
                .toList();
    }

    /** The command line of a child. */
    public static final class Launch {

        private final Class<?> main;
        private final List<String> prefix = new ArrayList<>();
        private final List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        private String classPath;
        private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

        private Launch(Class<?> main, String classPath) {
            this.main = main;
            this.classPath = classPath;
        }

        /** Sets a command that runs the child, for instance as another user. */
        public Launch withPrefix(List<String> command) {
            this.prefix.addAll(command);
            return this;
        }

        public Launch withClassPath(String path) {
            this.classPath = path;
            return this;
        }

        /** Adds options of the JVM, for instance system properties. */
        public Launch withOptions(String... more) {
            this.options.addAll(List.of(more));
            return this;
        }

        /** Sets the directory in which the child's own one is made. */
        public Launch withDirectory(Path parent) {
            this.directory = parent;
            return this;
        }

        public ChildJvm start(String... arguments) throws IOException {
            Path home = Files.createTempDirectory(this.directory, "child-");
            FileTree.permit(home, "rwxrwxrwx");
            List<String> command = new ArrayList<>(this.prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(this.options);
            command.addAll(List.of("-cp", this.classPath, this.main.getName()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("output").toFile());
            // Where the cache is, the options say.
            builder.environment().remove("XDG_CACHE_HOME");
            return new ChildJvm(home, builder.start());
        }
    }
}
