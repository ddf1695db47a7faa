package io.e2e.migrations.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/**
 * A directory that goes when it is closed. Anybody may enter it: root hands PostgreSQL to another user.
 *
 * @param path where it is
 */
public record TemporaryDirectory(Path path) implements AutoCloseable {

    /** A new one, empty. */
    public static TemporaryDirectory create(String purpose) throws IOException {
        Path path = Files.createTempDirectory("e2e-benchmark-" + purpose);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new TemporaryDirectory(path);
    }

    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(this.path);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
