package io.e2e.migrations.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.Platform;
import io.e2e.migrations.embedded.host.RunAs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterSpecTests {

    private static final String LINUX = "linux";

    @Test
    void parametersWhenUserChoosesOneAreThoseOfTheUser() {
        assertThat(spec(18, LINUX, Map.of("work_mem", "7MB", "jit", "on")).parameters())
                .containsEntry("work_mem", "7MB")
                .containsEntry("jit", "on");
    }

    @Test
    void parametersWhenVersionDoesNotKnowOneLeaveItOut() {
        assertThat(spec(17, LINUX, Map.of()).parameters()).doesNotContainKey("io_method");
        assertThat(spec(18, LINUX, Map.of()).parameters()).containsEntry("io_method", "sync");
    }

    @Test
    void parametersWhenSystemIsNotWindowsKeepSharedMemoryInTheCluster() {
        assertThat(spec(18, LINUX, Map.of()).parameters()).containsEntry("dynamic_shared_memory_type", "mmap");
        assertThat(spec(18, "windows", Map.of()).parameters()).doesNotContainKey("dynamic_shared_memory_type");
    }

    @Test
    void keyWhenParametersOrContentsDifferDiffers() {
        ClusterSpec spec = spec(18, LINUX, Map.of());

        assertThat(spec.key())
                .startsWith("pg18.1-")
                .isEqualTo(spec(18, LINUX, Map.of()).key());
        assertThat(spec(18, LINUX, Map.of("work_mem", "7MB")).key()).isNotEqualTo(spec.key());
        assertThat(ClusterSpec.of(programs(18, LINUX), Map.of(), "b", server -> {})
                        .key())
                .isNotEqualTo(spec.key());
    }

    @Test
    void withInitdbOptionsPutsThemAfterOursAndChangesTheKey() {
        ClusterSpec spec = spec(18, LINUX, Map.of());
        ClusterSpec german = spec.withInitdbOptions(List.of("--locale=de_DE.UTF-8"));

        assertThat(german.options())
                .startsWith(spec.options().toArray(String[]::new))
                .endsWith("--locale=de_DE.UTF-8");
        assertThat(german.key()).matches("pg18\\.1-[0-9a-f]{16}").isNotEqualTo(spec.key());
        assertThat(spec.withInitdbOptions(List.of())).isSameAs(spec);
    }

    private static ClusterSpec spec(int major, String system, Map<String, String> chosen) {
        return ClusterSpec.of(programs(major, system), chosen, "a", server -> {});
    }

    private static Programs programs(int major, String system) {
        return new Programs(
                new Platform(system, "amd64", false),
                Path.of("binaries"),
                major + ".1",
                new RunAs(RunAs.Tool.NONE, -1, -1, ""));
    }
}
