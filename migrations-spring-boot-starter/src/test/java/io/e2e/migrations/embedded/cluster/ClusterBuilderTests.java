package io.e2e.migrations.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterBuilderTests {

    @TempDir
    Path data;

    @BeforeEach
    void writeWhatInitdbWrites() throws IOException {
        Files.writeString(this.data.resolve("pg_hba.conf"), "local all all trust\n");
        Files.writeString(this.data.resolve("postgresql.conf"), "# initdb's\n");
    }

    @Test
    void configureReplacesTheWaysInByTheLoopbackWithAPassword() throws IOException {
        ClusterBuilder.configure(this.data, Map.of("listen_addresses", "127.0.0.1"));

        assertThat(this.data.resolve("pg_hba.conf")).hasContent("host all all 127.0.0.1/32 scram-sha-256");
        assertThat(this.data.resolve("postgresql.conf")).content().contains("listen_addresses = '127.0.0.1'");
    }

    @Test
    void configureWhenValueHasQuotesBackslashesAndLineEndsAppendsItQuoted() throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("jit", "on");
        parameters.put("e2e.text", "it's \\ \nhere");

        ClusterBuilder.configure(this.data, parameters);

        assertThat(this.data.resolve("postgresql.conf"))
                .content()
                .startsWith("# initdb's\n")
                .endsWith("jit = 'on'\ne2e.text = 'it''s \\\\ \\nhere'\n");
    }
}
