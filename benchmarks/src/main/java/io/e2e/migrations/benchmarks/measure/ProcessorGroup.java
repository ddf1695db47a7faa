package io.e2e.migrations.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processor time of this JVM and of everything that it starts, servers and their children included, also after their
 * parents ended. The kernel counts it for a control group (Linux, "Control Group v2", cpu.stat), in microseconds. This
 * JVM enters a group of its own, which its children inherit. Where that is not allowed, the time is that of this JVM and of the
 * children that it waited for (proc_pid_stat(5)), in hundredths of a second: servers that outlive their parents are missing.
 */
public final class ProcessorGroup implements AutoCloseable {

    private static final List<Path> ROOTS = List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"));
    private static final Path OWN = Path.of("/proc/self/cgroup");
    private static final Path TIMES = Path.of("/proc/self/stat");

    /** Nanoseconds in a tick of proc_pid_stat(5): USER_HZ is 100 on all platforms of the JDK. */
    private static final long TICK = 10_000_000;

    private static final int FIRST_TIME = 11;
    private static final int LAST_TIME = 14;
    private static final long LEAVE_LIMIT = TimeUnit.SECONDS.toNanos(20);

    private final @Nullable Path parent;
    private final @Nullable Path group;

    private ProcessorGroup(@Nullable Path parent, @Nullable Path group) {
        this.parent = parent;
        this.group = group;
    }

    /** The group of this JVM, entered at the first call. */
    public static ProcessorGroup here() {
        return Entered.HERE;
    }

    private static ProcessorGroup enter() {
        for (Path root : ROOTS) {
            if (Files.exists(root.resolve("cgroup.procs"))) {
                try {
                    Path parent = root.resolve(ownName());
                    Path group = parent.resolve(
                            "e2e-benchmarks-" + ProcessHandle.current().pid());
                    Files.createDirectory(group);
                    move(group);
                    return new ProcessorGroup(parent, group);
                } catch (IOException ex) {
                    break;
                }
            }
        }
        return new ProcessorGroup(null, null);
    }

    /** The name of the group that this JVM is in, relative to the root. */
    private static String ownName() throws IOException {
        try (Stream<String> lines = Files.lines(OWN)) {
            return lines.filter(line -> line.startsWith("0::/"))
                    .map(line -> line.substring("0::/".length()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no control group v2 in " + OWN));
        }
    }

    private static void move(Path group) throws IOException {
        Files.writeString(
                group.resolve("cgroup.procs"), "" + ProcessHandle.current().pid());
    }

    /** Whether the time of every process is counted. */
    public boolean isComplete() {
        return this.group != null;
    }

    /** The file that says how much was used, for processes that are in the group; an empty path if there is no group. */
    public Path file() {
        return this.group == null ? Path.of("") : this.group.resolve("cpu.stat");
    }

    /** How it is measured, for the page of results. */
    public String method() {
        return isComplete()
                ? "the kernel's count for the control group of all processes that take part, to a microsecond"
                : "that of the processes that were waited for, to 10 ms, as no control group could be made: servers that"
                        + " outlive their parents are missing";
    }

    /** So many nanoseconds were used until now; empty where the system does not say. */
    public OptionalLong used() {
        try {
            return OptionalLong.of(this.group == null ? ticks(Files.readString(TIMES)) : microseconds(file()) * 1000);
        } catch (IOException ex) {
            return OptionalLong.empty();
        }
    }

    /** The time in such a file. */
    public static long microseconds(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("usage_usec "))
                    .mapToLong(line -> Long.parseLong(line.substring("usage_usec ".length())))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no usage_usec in " + file));
        }
    }

    /** The sum of utime, stime, cutime and cstime; the name before them may contain blanks. */
    static long ticks(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        long sum = 0;
        for (int field = FIRST_TIME; field <= LAST_TIME; field++) {
            sum += Long.parseLong(fields[field]);
        }
        return sum * TICK;
    }

    /** The number of processes in the group. */
    public long size() throws IOException {
        if (this.group == null) {
            return 0;
        }
        try (Stream<String> processes = Files.lines(this.group.resolve("cgroup.procs"))) {
            return processes.count();
        }
    }

    /** Waits until no more than so many processes are left, so that a server that ends late counts for its own run. */
    public void awaitSize(long processes) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (size() > processes && System.nanoTime() - begin < LEAVE_LIMIT) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Leaves the group and removes it. */
    @Override
    public void close() {
        if (this.parent != null && this.group != null) {
            try {
                move(this.parent);
                awaitSize(0);
                Files.delete(this.group);
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Entered only if something is measured. */
    private static final class Entered {

        static final ProcessorGroup HERE = enter();
    }
}
