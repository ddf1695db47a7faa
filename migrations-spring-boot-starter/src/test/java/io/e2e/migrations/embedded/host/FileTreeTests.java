package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class FileTreeTests {

    private static final Logger LOG = LoggerFactory.getLogger(FileTreeTests.class);

    private static final int ROUNDS = 300;

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
        Path victim = Files.createDirectories(this.directory.resolve("victim/below"));
        Path precious = Files.writeString(victim.resolve("precious"), "");
        Path tree = this.directory.resolve("tree");
        AtomicBoolean over = new AtomicBoolean();
        Thread neighbor = new Thread(() -> {
            while (!over.get()) {
                swap(tree, victim.getParent());
            }
        });
        neighbor.start();
        for (int round = 0; round < ROUNDS; round++) {
            deleteOnce(tree);
        }
        over.set(true);
        neighbor.join();

        assertThat(precious).exists();
    }

    /** A deletion may fail. The next start tries again. */
    private void deleteOnce(Path tree) {
        try {
            Path below = Files.createDirectories(tree.resolve("data/below"));
            Files.writeString(below.resolve("precious"), "");
            FileTree.delete(tree);
        } catch (IOException ex) {
            LOG.trace("Lost the race", ex);
        }
    }

    private void swap(Path tree, Path victim) {
        Path data = tree.resolve("data");
        Path aside = tree.resolveSibling("aside");
        try {
            Files.deleteIfExists(aside.resolve("below/precious"));
            Files.deleteIfExists(aside.resolve("below"));
            Files.deleteIfExists(aside);
            Files.move(data, aside);
            Files.createSymbolicLink(data, victim);
            Files.deleteIfExists(data);
        } catch (IOException ex) {
            LOG.trace("Lost the race", ex);
        }
    }
}
