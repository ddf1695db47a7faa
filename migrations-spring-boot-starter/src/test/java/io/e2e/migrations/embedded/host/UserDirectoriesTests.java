package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserDirectoriesTests {

    @Test
    void cacheFollowsTheConventionsOfTheSystem() {
        Path home = Path.of("/home/alice");
        assertThat(cache("linux", Map.of("XDG_CACHE_HOME", "/fast"), RunAs.SELF))
                .isEqualTo(Path.of("/fast/e2e-migrations"));
        assertThat(cache("linux", Map.of("XDG_CACHE_HOME", "relative"), RunAs.SELF))
                .isEqualTo(home.resolve(".cache/e2e-migrations"));
        assertThat(cache("darwin", Map.of(), RunAs.SELF)).isEqualTo(home.resolve("Library/Caches/e2e-migrations"));
        assertThat(cache("windows", Map.of("LOCALAPPDATA", "/local"), RunAs.SELF))
                .isEqualTo(Path.of("/local/e2e-migrations"));
        assertThat(cache("linux", Map.of(), new RunAs(RunAs.Tool.SETPRIV, 65534, 65534, "nobody")))
                .isEqualTo(Path.of("/var/cache/e2e-migrations"));
    }

    @Test
    void rootInWhenUserHasNoNameIsNamedByItsNumber() {
        assertThat(UserDirectories.of(RunAs.unnamed(1000680000)).rootIn(Path.of("/tmp")))
                .isEqualTo(Path.of("/tmp/e2e-migrations-1000680000"));
    }

    private static Path cache(String system, Map<String, String> environment, RunAs runAs) {
        return new UserDirectories(
                        new Platform(system, "amd64", false),
                        environment,
                        Path.of("/home/alice"),
                        Path.of("/tmp"),
                        null,
                        false,
                        "alice")
                .cache(runAs);
    }
}
