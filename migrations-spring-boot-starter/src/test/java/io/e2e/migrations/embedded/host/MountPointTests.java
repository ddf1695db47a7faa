package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountPointTests {

    private static final String MOUNTS = """
            overlay / overlay rw,relatime 0 0
            tmpfs /tmp tmpfs rw,nosuid,noexec 0 0
            /dev/sdb /tmp/my\\040cache ext4 rw 0 0
            tmpfs /over tmpfs rw 0 0
            tmpfs /over tmpfs ro,noexec 0 0
            """;

    @Test
    void findTakesTheDeepestFileSystemAndTheLastOneMountedThere() {
        assertThat(options("/home/alice")).isEqualTo("/ [relatime, rw]");
        assertThat(options("/tmpfoo")).isEqualTo("/ [relatime, rw]");
        assertThat(options("/tmp/e2e-migrations-alice/cache")).isEqualTo("/tmp [noexec, nosuid, rw]");
        assertThat(options("/tmp/my cache/binaries")).isEqualTo("/tmp/my cache [rw]");
        assertThat(options("/over/x")).isEqualTo("/over [noexec, ro]");
        assertThat(MountPoint.find(Path.of("/home"), "")).isEmpty();
    }

    private static String options(String directory) {
        MountPoint mount = MountPoint.find(Path.of(directory), MOUNTS).orElseThrow();
        return mount.directory() + " " + mount.options().stream().sorted().toList();
    }
}
