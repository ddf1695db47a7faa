package io.e2e.migrations.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where programs of this user keep what they can make again, by the customs of the system.
 *
 * @param platform whose customs
 * @param environment the process's environment variables
 * @param home the user's home directory
 * @param temporary the directory for temporary files
 * @param user the user's name
 */
record UserPlaces(Platform platform, Map<String, String> environment, Path home, Path temporary, String user) {

    private static final String OURS = "e2e-migrations";

    static UserPlaces current() {
        return new UserPlaces(
                Platform.current(),
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of(System.getProperty("java.io.tmpdir")),
                System.getProperty("user.name"));
    }

    /** The cache of this user; for programs that root hands to another user, the system's, as root's home is closed. */
    Path cache(RunAs runAs) {
        return runAs.isOther() ? Path.of("/var/cache", OURS) : cacheHome().resolve(OURS);
    }

    /** A directory of this user among everybody's temporary files. */
    Path temporaryRoot() {
        return this.temporary.resolve(OURS + "-" + this.user.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    private Path cacheHome() {
        return switch (this.platform.system()) {
            case "darwin" -> this.home.resolve("Library/Caches");
            case "windows" ->
                variable("LOCALAPPDATA")
                        .orElseGet(() -> this.home.resolve("AppData").resolve("Local"));
            // A relative path there is to be ignored (XDG Base Directory Specification).
            default -> variable("XDG_CACHE_HOME").filter(Path::isAbsolute).orElseGet(() -> this.home.resolve(".cache"));
        };
    }

    private Optional<Path> variable(String name) {
        @Nullable String value = this.environment.get(name);
        return Optional.ofNullable(value).filter(text -> !text.isBlank()).map(Path::of);
    }
}
