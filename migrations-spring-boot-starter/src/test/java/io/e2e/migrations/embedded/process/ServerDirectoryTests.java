package io.e2e.migrations.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To whom a server's directory belongs. */
class ServerDirectoryTests {

    @TempDir
    Path root;

    @Test
    void occupyHoldsTheLock() throws IOException {
        Path own = Files.createDirectory(this.root.resolve("1-1-a"));

        try (ServerDirectory directory = ServerDirectory.occupy(own).orElseThrow()) {
            assertThat(directory.root()).isEqualTo(own);
            assertThat(own.resolve("owner.lock")).exists();
        }
        assertThat(own).doesNotExist();
    }

    /** Another JVM took it for a leftover. */
    @Test
    void occupyWhenDirectoryWasRemovedIsEmpty() throws IOException {
        assertThat(ServerDirectory.occupy(this.root.resolve("gone"))).isEmpty();
    }

    /** However old the clock makes it: its JVM may be about to make the lock file. */
    @Test
    void acquireAbandonedWhenLockFileIsMissingLeavesWhatIsInTheDirectory() throws IOException {
        Path others = Files.createDirectories(this.root.resolve("1-1-a/data"));
        Files.setLastModifiedTime(others.getParent(), FileTime.fromMillis(0));

        assertThatThrownBy(() -> ServerDirectory.acquireAbandoned(others.getParent()))
                .isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(others).isDirectory();
    }

    @Test
    void acquireAbandonedWhenDirectoryIsEmptyRemovesIt() throws IOException {
        Path empty = Files.createDirectory(this.root.resolve("1-1-a"));

        assertThat(ServerDirectory.acquireAbandoned(empty)).isEmpty();
        assertThat(empty).doesNotExist();
    }

    @Test
    void acquireAbandonedWhenEntryIsALinkLeavesIt() throws IOException {
        Path target = Files.createDirectory(this.root.resolve("target"));
        Files.createFile(target.resolve("owner.lock"));
        Path link = Files.createSymbolicLink(this.root.resolve("1-1-a"), target);

        assertThat(ServerDirectory.acquireAbandoned(link)).isEmpty();
        assertThat(target.resolve("owner.lock")).exists();
    }
}
