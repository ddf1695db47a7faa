package io.e2e.migrations.embedded;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The process that ends a shared server once nobody has used it for a while, and removes its directory. It is started
 * with the server and belongs to no build, so that it is there even if every JVM is killed. One guardian serves a
 * server: a second one leaves at once.
 *
 * <p>It runs with a few classes of this library and the JDK's ({@link GuardianLaunch}); in particular it does not log.
 *
 * @param root the server's directory
 * @param idle how long nobody must have used it
 * @param stop the command that stops the server
 * @param time the clock that is asked and that pauses
 */
record Guardian(Path root, Duration idle, List<String> stop, TimeSource time) {

    /** The lock that the guardian of a directory holds. */
    static final String LOCK = "guardian.lock";

    /** What its own programs say, and what it dies of. */
    static final String LOG = "guardian.log";

    /** It has no leases of its own. */
    private static final String NOBODY = "/";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(20);

    /** Directory, idle time in milliseconds, and the words of the command that stops the server. */
    public static void main(String[] arguments) throws IOException {
        List<String> words = Arrays.asList(arguments);
        Duration idle = Duration.ofMillis(Long.parseLong(words.get(1)));
        new Guardian(Path.of(words.get(0)), idle, words.subList(2, words.size()), TimeSource.system()).run();
    }

    /** Guards until the server ends or must be ended; returns at once if another guardian does. */
    @SuppressWarnings("try") // the lock is held, not used
    void run() throws IOException {
        Optional<HeldLock> post = takePost();
        if (post.isPresent()) {
            try (HeldLock held = post.get()) {
                Optional<ProcessHandle> server = PidFile.read(data()).flatMap(PidFile::process);
                if (server.isPresent()) {
                    awaitIdleness(server.get());
                    stop(server.get());
                }
                new Door(this.root).shut(NOBODY);
                removeDirectory();
            }
        }
    }

    /** Others only try the lock for a moment, to see whether there is a guardian. */
    private Optional<HeldLock> takePost() throws IOException {
        Deadline deadline = Deadline.in(PATIENCE, this.time);
        Optional<HeldLock> post = HeldLock.tryTake(this.root.resolve(LOCK));
        while (post.isEmpty() && !deadline.isOver()) {
            deadline.pause(POLL);
            post = HeldLock.tryTake(this.root.resolve(LOCK));
        }
        return post;
    }

    private void awaitIdleness(ProcessHandle server) throws IOException {
        Duration look = max(POLL, min(LOOK, this.idle.dividedBy(4)));
        Deadline idleness = Deadline.in(this.idle, this.time);
        while (Processes.isAlive(server)) {
            if (LeaseFile.anyUsed(this.root, NOBODY)) {
                idleness = Deadline.in(this.idle, this.time);
            } else if (idleness.isOver() && new Door(this.root).shut(NOBODY)) {
                return;
            }
            this.time.sleep(look);
        }
    }

    private void stop(ProcessHandle server) {
        if (Processes.isAlive(server) && !runStop()) {
            // The programs may be gone with the cache. Without sessions SIGTERM is enough for it.
            server.destroy();
        }
        awaitEnd(server);
        server.destroyForcibly();
        awaitEnd(server);
    }

    private boolean runStop() {
        try {
            Process command = new ProcessBuilder(this.stop)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            this.root.resolve(LOG).toFile()))
                    .start();
            return command.onExit().join().exitValue() == 0;
        } catch (IOException ex) {
            return false;
        }
    }

    private void awaitEnd(ProcessHandle server) {
        Deadline deadline = Deadline.in(PATIENCE, this.time);
        while (Processes.isAlive(server) && !deadline.isOver()) {
            deadline.pause(POLL);
        }
    }

    /** The processes of a server that was killed may write for another moment, and so may a JVM that comes too late. */
    private void removeDirectory() throws IOException {
        Deadline deadline = Deadline.in(PATIENCE, this.time);
        while (true) {
            try {
                FileTree.delete(this.root);
                return;
            } catch (IOException ex) {
                if (deadline.isOver()) {
                    throw ex;
                }
                deadline.pause(POLL);
            }
        }
    }

    private Path data() {
        return this.root.resolve("data");
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
