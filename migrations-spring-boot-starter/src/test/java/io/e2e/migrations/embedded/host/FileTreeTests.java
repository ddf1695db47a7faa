package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class FileTreeTests {

    private static final Logger LOG = LoggerFactory.getLogger(FileTreeTests.class);

    private static final int ROUNDS = 20;
    private static final int FILES = 200;

    @TempDir
    Path directory;

    @Test
    void deleteWhenRootIsALinkDeletesTheLinkOnly() throws IOException {
        Path target = Files.createDirectories(this.directory.resolve("target/below"));
        Path link = Files.createSymbolicLink(this.directory.resolve("link"), target.getParent());

        FileTree.delete(link);

        assertThat(link).doesNotExist();
        assertThat(target).isDirectory();
    }

    /** Another user's process replaces a directory by a link, over and over, while root deletes what is above it. */
    @Test
    void deleteWhenADirectoryBecomesALinkMeanwhileSparesTheTarget() throws Exception {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(this.directory)) {
            assumeTrue(stream instanceof SecureDirectoryStream, "this system cannot open directories without links");
        }
        Path victim = fill(this.directory.resolve("victim"));
        AtomicReference<Path> tree = new AtomicReference<>(this.directory);
        AtomicBoolean over = new AtomicBoolean();
        Thread neighbor = new Thread(() -> {
            while (!over.get()) {
                swap(tree.get().resolve("data"), victim);
            }
        });
        neighbor.start();
        for (int round = 0; round < ROUNDS; round++) {
            tree.set(fill(this.directory.resolve("tree" + round + "/data")).getParent());
            deleteOnce(tree.get());
        }
        over.set(true);
        neighbor.join();

        assertThat(victim.resolve("below").toFile().list()).hasSize(FILES);
    }

    /** The umask of most systems closes nothing, so that only the time between making and permitting shows a closed one. */
    @Test
    void createDirectoryWhenAnotherProcessLooksMeanwhileShowsItWithItsMode() throws Exception {
        assumeTrue(FileTree.isUnix(this.directory), "this system has no modes");
        for (int round = 0; round < FILES; round++) {
            Path made = this.directory.resolve("made" + round);
            AtomicReference<String> seen = new AtomicReference<>();
            Thread neighbor = new Thread(() -> seen.set(modeOnceItExists(made)));
            neighbor.start();

            FileTree.createDirectory(made, "rwxr-xr-x");

            neighbor.join();
            assertThat(seen).hasValue("rwxr-xr-x");
        }
    }

    private static String modeOnceItExists(Path directory) {
        while (true) {
            try {
                return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
            } catch (IOException ex) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void createDirectoryWhenTheParentIsAFileNamesTheDirectory() throws IOException {
        Path file = Files.createFile(this.directory.resolve("file"));

        assertThatThrownBy(() -> FileTree.createDirectory(file.resolve("below"), "rwxr-xr-x"))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file.resolve("below") + ": Not a directory");
    }

    private static Path fill(Path data) throws IOException {
        Path below = Files.createDirectories(data.resolve("below"));
        for (int file = 0; file < FILES; file++) {
            Files.writeString(below.resolve("" + file), "");
        }
        return data;
    }

    /** A deletion may fail. The next start tries again. */
    private static void deleteOnce(Path tree) {
        try {
            FileTree.delete(tree);
        } catch (IOException ex) {
            LOG.trace("Lost the race", ex);
        }
    }

    private static void swap(Path data, Path victim) {
        Path aside = data.resolveSibling("aside");
        try {
            Files.move(data, aside);
            Files.createSymbolicLink(data, victim);
            Thread.yield();
            Files.delete(data);
            Files.move(aside, data);
        } catch (IOException ex) {
            LOG.trace("Lost the race", ex);
        }
    }
}
