package io.e2e.migrations.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** Where it was measured, in one line. */
public final class Machine {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private Machine() {}

    /** Date, processor, memory, system and Java. */
    public static String describe() {
        return LocalDate.now(ZoneOffset.UTC) + ", " + Runtime.getRuntime().availableProcessors() + " cores"
                + field(PROCESSOR, "model name", " of ") + field(MEMORY, "MemTotal", ", memory ") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + Runtime.version();
    }

    /** The load average of the last minute for each core; negative where the system does not say. */
    public static double loadPerCore() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
                / Runtime.getRuntime().availableProcessors();
    }

    /** Empty where the system does not say. */
    private static String field(Path file, String name, String before) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> before + line.substring(line.indexOf(':') + 1).strip())
                    .orElse("");
        } catch (IOException ex) {
            return "";
        }
    }
}
