package io.e2e.migrations.kubernetes;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each have a {@link Scene} of their own. */
abstract class SceneOfATest {

    @TempDir
    Path directory;

    Scene scene;

    @BeforeEach
    void deploy() {
        this.scene = new Scene(this.directory);
    }

    @AfterEach
    void close() {
        this.scene.close();
    }
}
