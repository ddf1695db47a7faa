package io.e2e.migrations.benchmarks.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel says about memory, in bytes; 0 where it does not say. */
final class Memory {

    private static final long KILOBYTE = 1024;

    private Memory() {}

    /** The most that this process ever had (proc_pid_status(5), VmHWM). */
    static long peak() throws IOException {
        return field(Path.of("/proc/self/status"), "VmHWM:");
    }

    /**
     * What all postgres processes of this JVM have now (proc_pid_smaps(5), Pss): of what several have in common, each counts
     * for its share.
     */
    static long ofServers() throws IOException {
        long sum = 0;
        for (ProcessHandle process :
                ProcessHandle.current().descendants().filter(Memory::isPostgres).toList()) {
            sum += field(Path.of("/proc/" + process.pid() + "/smaps_rollup"), "Pss:");
        }
        return sum;
    }

    private static boolean isPostgres(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/comm")).startsWith("postgres");
        } catch (IOException ex) {
            return false;
        }
    }

    private static long field(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> KILOBYTE * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        }
    }
}
