package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directories for cached and temporary files of this user, by the conventions of the operating system.
 *
 * @param platform the operating system
 * @param environment the environment variables of this process
 * @param home the user's home directory; a relative path if there is none
 * @param temporary the directory for temporary files
 * @param memory a directory of a file system in memory, if there is one
 * @param roomy whether that file system has much room
 * @param user the user's name, or its number
 */
record UserDirectories(
        Platform platform,
        Map<String, String> environment,
        Path home,
        Path temporary,
        @Nullable Path memory,
        boolean roomy,
        String user) {

    private static final String OURS = "e2e-migrations";

    /** 2 GiB: hundreds of test databases, and on usual systems a sign of 4 GiB of memory. */
    private static final long ROOMY = 2L << 30;

    /** The directories of the user that runs this JVM, by its system properties and environment. */
    static UserDirectories of(RunAs runAs) {
        Path memory = Path.of("/dev/shm");
        return new UserDirectories(
                Platform.current(),
                System.getenv(),
                path(System.getProperty("user.home")).orElse(Path.of("?")),
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath(),
                Files.isDirectory(memory) ? memory : null,
                isRoomy(memory),
                runAs.hasName() ? System.getProperty("user.name") : runAs.name());
    }

    /** The cache. If root hands programs to another user, it is the system's cache, as root's home is closed to others. */
    Path cache(RunAs runAs) {
        return runAs.isOther() ? Path.of("/var/cache", OURS) : cacheHome().resolve(OURS);
    }

    /**
     * The directories in which servers can run, the best one first. In memory, copying a cluster and creating a database
     * takes a fraction of the time, because nothing waits for the journal of a disk that other processes write to.
     */
    List<Path> temporaryRoots() {
        List<Path> all = allTemporaryRoots();
        return this.memory != null && !this.roomy ? all.subList(1, all.size()) : all;
    }

    /** The directories in which servers can have been started, also when there was more room. */
    List<Path> allTemporaryRoots() {
        return this.memory == null
                ? List.of(rootIn(this.temporary))
                : List.of(rootIn(this.memory), rootIn(this.temporary));
    }

    /** This user's directory in one that other users can write to. */
    Path rootIn(Path shared) {
        return shared.normalize().resolve(OURS + "-" + this.user.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    /** In a container, {@code /dev/shm} has 64 MB. */
    private static boolean isRoomy(Path directory) {
        try {
            return Files.isDirectory(directory) && Files.getFileStore(directory).getUsableSpace() >= ROOMY;
        } catch (IOException ex) {
            return false;
        }
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
        return Optional.ofNullable(value).filter(text -> !text.isBlank()).flatMap(UserDirectories::path);
    }

    /** Empty if the name has characters that a JVM with this locale cannot open. */
    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException ex) {
            return Optional.empty();
        }
    }
}
