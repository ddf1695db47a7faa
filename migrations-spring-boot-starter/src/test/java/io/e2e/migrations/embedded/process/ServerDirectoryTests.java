package io.e2e.migrations.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.host.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To whom a server's directory belongs. */
class ServerDirectoryTests {

    @TempDir
    Path root;

    @Test
    void occupyWhenDataAreThereHoldsTheLock() throws IOException {
        Files.createDirectory(this.root.resolve("data"));

        try (ServerDirectory directory = ServerDirectory.occupy(this.root).orElseThrow()) {
            assertThat(directory.root()).isEqualTo(this.root);
            assertThat(LockFile.tryAcquire(this.root.resolve("owner.lock"))).isEmpty();
        }
        assertThat(this.root).doesNotExist();
    }

    /** Another JVM took it for a leftover: it has let go of the lock, and is about to remove the rest. */
    @Test
    void occupyWhenDataAreMissingReleasesTheLock() throws IOException {
        assertThat(ServerDirectory.occupy(this.root)).isEmpty();

        try (LockFile free =
                LockFile.tryAcquire(this.root.resolve("owner.lock")).orElseThrow()) {
            assertThat(free).isNotNull();
        }
    }
}
