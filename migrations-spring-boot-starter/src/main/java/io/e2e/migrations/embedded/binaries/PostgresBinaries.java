package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.Platform;
import java.nio.file.Path;

/**
 * PostgreSQL's programs, unpacked and complete.
 *
 * @param platform what they run on
 * @param home the directory that has {@code bin}
 * @param version what {@code postgres --version} says, such as {@code 18.6}
 */
public record PostgresBinaries(Platform platform, Path home, String version) {

    /** The file of a program: {@code initdb}, {@code pg_ctl} or {@code postgres}. */
    public Path program(String name) {
        return this.home.resolve("bin").resolve(this.platform.executable(name));
    }

    /** The part of the version that decides which options exist. */
    public int major() {
        return Integer.parseInt(this.version.replaceFirst("\\D.*", ""));
    }
}
