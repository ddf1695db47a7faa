package io.e2e.migrations.embedded;

import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.RunAsChoice;
import io.e2e.migrations.embedded.host.ServerDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A cache directory of a test's own, which every user may enter, with the binaries of the usual cache: unpacking is slow.
 *
 * @param directory the cache directory
 */
public record TestCache(Path directory) implements AutoCloseable {

    public static TestCache create() throws IOException {
        Path usual = ServerDirectories.choose(null, null, RunAsChoice.forThisProcess())
                .cache();
        Path directory = Files.createTempDirectory("e2e-migrations-cache-");
        FileTree.permit(directory, "rwxr-xr-x");
        Files.createSymbolicLink(directory.resolve("binaries"), Files.createDirectories(usual.resolve("binaries")));
        return new TestCache(directory);
    }

    public EmbeddedSettings settings() {
        return EmbeddedSettings.defaults().withCacheDirectory(this.directory);
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(this.directory);
    }
}
