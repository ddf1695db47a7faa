package io.e2e.migrations.kubernetes;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each have their own {@link KubernetesFixture}. */
public abstract class AbstractKubernetesTests {

    @TempDir
    protected Path directory;

    protected KubernetesFixture fixture;

    @BeforeEach
    void deploy() {
        this.fixture = new KubernetesFixture(this.directory);
    }

    @AfterEach
    void close() {
        this.fixture.close();
    }
}
