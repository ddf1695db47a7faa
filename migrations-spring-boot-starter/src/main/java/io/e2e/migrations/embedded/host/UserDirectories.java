package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where programs of this user keep what they can make again, by the customs of the system.
 *
 * @param platform whose customs
 * @param environment the process's environment variables
 * @param home the user's home directory
 * @param temporary the directory for temporary files
 * @param memory a directory of a file system in memory, if there is one
 * @param roomy whether there is much room in it
 * @param user the user's name
 */
public record UserDirectories(
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

    public static UserDirectories current() {
        Path memory = Path.of("/dev/shm");
        return new UserDirectories(
                Platform.current(),
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath(),
                Files.isDirectory(memory) ? memory : null,
                isRoomy(memory),
                System.getProperty("user.name"));
    }

    /** The cache of this user; for programs that root hands to another user, the system's, as root's home is closed. */
    public Path cache(RunAs runAs) {
        return runAs.isOther() ? Path.of("/var/cache", OURS) : cacheHome().resolve(OURS);
    }

    /**
     * Where servers run, the best place first. In memory, copying a cluster and making a database takes a fraction of
     * the time, as nothing waits for the journal of a disk that others write to as well.
     */
    public List<Path> temporaryRoots() {
        boolean skipped = this.memory != null && !this.roomy;
        return allTemporaryRoots().stream().skip(skipped ? 1 : 0).toList();
    }

    /** Where servers may run that were started when there was more room. */
    public List<Path> allTemporaryRoots() {
        return Stream.of(Optional.ofNullable(this.memory), Optional.of(this.temporary))
                .flatMap(Optional::stream)
                .map(this::rootIn)
                .toList();
    }

    /** A directory of this user in a directory that others may use too. */
    public Path rootIn(Path shared) {
        return shared.normalize().resolve(OURS + "-" + this.user.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    /** In a container it has 64 MB. */
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
        return Optional.ofNullable(value).filter(text -> !text.isBlank()).map(Path::of);
    }
}
