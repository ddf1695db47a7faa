package io.e2e.migrations.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A JVM of a build, as the name of the file says that it wrote.
 *
 * @param build its build's process
 * @param start when it started, in milliseconds
 * @param end when it wrote
 * @param pid its process id
 */
record JvmName(BuildProcess build, long start, long end, long pid) {

    private static final String SUFFIX = ".runs";

    private static final int PARTS = 5;

    /** A daemon or an IDE begins another build later than this after the one before. */
    private static final long PAUSE = 5_000;

    /** This JVM, which ends. */
    static JvmName current() {
        ProcessHandle process = ProcessHandle.current();
        return new JvmName(
                BuildProcess.current(), BuildProcess.start(process), System.currentTimeMillis(), process.pid());
    }

    /** Parses the name of a file; empty for any other file. */
    static Optional<JvmName> parse(String file) {
        String[] parts = file.endsWith(SUFFIX)
                ? file.substring(0, file.length() - SUFFIX.length()).split("-", -1)
                : new String[0];
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            BuildProcess build = new BuildProcess(parts[1], parts[0].equals("once"));
            return Optional.of(
                    new JvmName(build, Long.parseLong(parts[2]), Long.parseLong(parts[3]), Long.parseLong(parts[4])));
        } catch (NumberFormatException ex) {
            return Optional.empty();
        }
    }

    String file() {
        return (this.build.ends() ? "once-" : "daemon-") + this.build.id() + "-" + this.start + "-" + this.end + "-"
                + this.pid + SUFFIX;
    }

    /**
     * Those JVMs that are of the same build as this one, which is one of them: all that one Maven started; of a daemon or an IDE
     * those that ran at the same time, or soon one after the other.
     */
    List<JvmName> build(List<JvmName> all) {
        List<JvmName> members = new ArrayList<>();
        long since = this.start;
        for (JvmName other : sorted(all)) {
            if (other.build.equals(this.build) && (this.build.ends() || other.end >= since - PAUSE)) {
                members.add(other);
                since = Math.min(since, other.start);
            }
        }
        return members;
    }

    private static List<JvmName> sorted(List<JvmName> all) {
        List<JvmName> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingLong(JvmName::end).reversed());
        return sorted;
    }
}
