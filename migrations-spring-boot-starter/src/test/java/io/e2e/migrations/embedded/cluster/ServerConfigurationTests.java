package io.e2e.migrations.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.binaries.PostgresBinaries;
import io.e2e.migrations.embedded.host.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigurationTests {

    private static final String LINUX = "linux";

    @TempDir
    Path data;

    @Test
    void onlyWayInIsTheLoopbackWithAPassword() throws IOException {
        Files.writeString(this.data.resolve("pg_hba.conf"), "local all all trust\n");
        Files.writeString(this.data.resolve("postgresql.conf"), "");
        ServerConfiguration.of(binaries(18, LINUX), Map.of()).writeTo(this.data);

        assertThat(this.data.resolve("pg_hba.conf")).hasContent("host all all 127.0.0.1/32 scram-sha-256");
        assertThat(this.data.resolve("postgresql.conf"))
                .content()
                .contains("listen_addresses = '127.0.0.1'", "unix_socket_directories = ''");
    }

    @Test
    void usersParametersStandLastAndQuoted() throws IOException {
        Files.writeString(this.data.resolve("postgresql.conf"), "# initdb's\n");
        ServerConfiguration.of(binaries(18, LINUX), Map.of("e2e.text", "it's\nhere", "jit", "on"))
                .writeTo(this.data);

        assertThat(this.data.resolve("postgresql.conf"))
                .content()
                .startsWith("# initdb's\n")
                .contains("jit = 'on'")
                .doesNotContain("jit = 'off'")
                .endsWith("e2e.text = 'it''s here'\n");
    }

    @Test
    void parameterThatOnlyNewVersionsKnowIsLeftToThem() {
        assertThat(ServerConfiguration.of(binaries(17, LINUX), Map.of()).parameters())
                .doesNotContainKey("io_method");
        assertThat(ServerConfiguration.of(binaries(18, LINUX), Map.of()).parameters())
                .containsEntry("io_method", "sync");
    }

    @Test
    void sharedMemoryIsKeptInTheClusterWhereTheSystemCan() {
        assertThat(ServerConfiguration.of(binaries(18, LINUX), Map.of()).parameters())
                .containsEntry("dynamic_shared_memory_type", "mmap");
        assertThat(ServerConfiguration.of(binaries(18, "windows"), Map.of()).parameters())
                .doesNotContainKey("dynamic_shared_memory_type");
    }

    private static PostgresBinaries binaries(int major, String system) {
        return new PostgresBinaries(new Platform(system, "amd64", false), Path.of("binaries"), major + ".1");
    }
}
