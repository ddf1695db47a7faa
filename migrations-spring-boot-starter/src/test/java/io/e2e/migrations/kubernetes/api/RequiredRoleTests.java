package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RequiredRoleTests {

    @Test
    void roleIsThatOfSamples() throws IOException {
        Path manifest = Path.of("..", "samples", "kubernetes", "role.yaml");
        Role sample = TestCluster.objects(Files.readString(manifest)).stream()
                .filter(Role.class::isInstance)
                .map(Role.class::cast)
                .findFirst()
                .orElseThrow();
        Role shown = new KubernetesSerialization().unmarshal(RequiredRole.in("e2e"), Role.class);

        assertThat(shown.getRules()).isEqualTo(sample.getRules());
        assertThat(shown.getMetadata().getName()).isEqualTo(sample.getMetadata().getName());
        assertThat(shown.getMetadata().getNamespace()).isEqualTo("e2e");
    }
}
