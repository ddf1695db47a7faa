package io.e2e.migrations.embedded;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.time.WaitInterruptedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the {@link Guardian} of a server, from copies of its classes in the server's directory: the build may replace or
 * delete the jar meanwhile, and nothing else of our class path is of any use to it.
 *
 * @param root the server's directory
 */
record GuardianLaunch(Path root) {

    /** What a guardian runs with; all else that these refer to is the JDK's. */
    static final List<String> CLASSES = List.of(
            MigrationException.class.getName(),
            TimeSource.class.getName(),
            "io.e2e.migrations.time.SystemTimeSource",
            Deadline.class.getName(),
            WaitInterruptedException.class.getName(),
            Guardian.class.getName(),
            Door.class.getName(),
            LeaseFile.class.getName(),
            LeaseFile.State.class.getName(),
            HeldLock.class.getName(),
            HeldLock.class.getName() + "$Attempt",
            EmbeddedTimeoutException.class.getName(),
            LogTail.class.getName(),
            PidFile.class.getName(),
            Processes.class.getName(),
            FileTree.class.getName(),
            FileTree.class.getName() + "$Deletion");

    private static final Logger LOG = LoggerFactory.getLogger(GuardianLaunch.class);

    /** Small, and no files of its own among the temporary ones. */
    private static final List<String> OPTIONS = List.of(
            "-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto", "-cp");

    /** What programs are found by; all else might be options of another JVM, an agent, or secret. */
    private static final Set<String> VARIABLES = Set.of("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR");

    /** Whether this JVM can start one: it may have been made without the program {@code java}. */
    static boolean isPossible() {
        return Files.isExecutable(java())
                && CLASSES.stream().allMatch(name -> loader().getResource(path(name)) != null);
    }

    /** Starts the server's first guardian. */
    void first(Duration idle, List<String> stop) throws IOException {
        for (String name : CLASSES) {
            Path file = classes().resolve(path(name));
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            try (InputStream contents = Objects.requireNonNull(resource(name), name)) {
                Files.copy(contents, file);
            }
        }
        List<String> arguments = new ArrayList<>(List.of(this.root.toString(), "" + idle.toMillis()));
        arguments.addAll(stop);
        Files.writeString(arguments(), String.join("\n", arguments));
        start();
    }

    /** Starts another one if the last was killed. */
    void ensure() throws IOException {
        if (!isGuarded()) {
            LOG.debug("The guardian of {} was killed; starting another", this.root);
            start();
        }
    }

    /** The process is there at once, its lock a moment later. */
    private boolean isGuarded() throws IOException {
        try {
            return Processes.of(Files.readString(mark())).isPresent() || HeldLock.isHeld(lock());
        } catch (NoSuchFileException ex) {
            return HeldLock.isHeld(lock());
        }
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(java().toString()));
        command.addAll(OPTIONS);
        command.addAll(List.of(classes().toString(), Guardian.class.getName()));
        command.addAll(Files.readAllLines(arguments()));
        ProcessBuilder builder = new ProcessBuilder(Detachment.here().ownSessionOrDeaf(command))
                .directory(Objects.requireNonNull(this.root.getRoot()).toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        this.root.resolve(Guardian.LOG).toFile()));
        builder.environment().keySet().retainAll(VARIABLES);
        Process process = builder.start();
        process.getOutputStream().close();
        Files.writeString(mark(), Processes.mark(process.toHandle()));
    }

    private Path lock() {
        return this.root.resolve(Guardian.LOCK);
    }

    /** Names the process of the last guardian. */
    Path mark() {
        return this.root.resolve("guardian.process");
    }

    private Path classes() {
        return this.root.resolve("guardian");
    }

    private Path arguments() {
        return this.root.resolve("guardian.arguments");
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static @Nullable InputStream resource(String name) {
        return loader().getResourceAsStream(path(name));
    }

    private static ClassLoader loader() {
        return GuardianLaunch.class.getClassLoader();
    }

    private static String path(String name) {
        return name.replace('.', '/') + ".class";
    }
}
