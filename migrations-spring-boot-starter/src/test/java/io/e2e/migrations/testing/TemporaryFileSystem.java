package io.e2e.migrations.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small file system in memory, which only root may mount; other tests are skipped.
 *
 * @param directory where it is mounted
 */
public record TemporaryFileSystem(Path directory) implements AutoCloseable {

    /** Mounts one with these options, such as {@code size=4m}. */
    public static TemporaryFileSystem mount(String options) throws IOException {
        TemporaryFileSystem mounted = new TemporaryFileSystem(Files.createTempDirectory("e2e-migrations-disk-"));
        if (run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "mode=755," + options,
                        "tmpfs",
                        mounted.directory().toString())
                != 0) {
            mounted.close();
            assumeTrue(false, "only root may mount a small file system");
        }
        return mounted;
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", this.directory.toString());
        Files.delete(this.directory);
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue();
    }
}
