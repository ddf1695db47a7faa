package io.e2e.migrations.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageDirectoriesTests {

    @TempDir
    private Path root;

    private Path module;

    @BeforeEach
    void makeModule() throws IOException {
        Files.createDirectory(this.root.resolve(".git"));
        this.module = Files.createDirectories(this.root.resolve("services/orders"));
    }

    @Test
    void directoryWhenNothingWasBuiltIsNone() throws IOException {
        Files.writeString(this.root.resolve("pom.xml"), "<module>services/orders</module>");

        assertThat(PageDirectories.of(this.module, false)).isEmpty();
        assertThat(PageDirectories.of(this.module, true)).isEmpty();
        assertThat(this.root.resolve("target")).doesNotExist();
    }

    @Test
    void directoryOfMavenIsInTheModuleAndInTheRootThatNamesModules() throws IOException {
        Files.createDirectory(this.module.resolve("target"));
        Files.writeString(this.root.resolve("pom.xml"), "<module>services/orders</module>");

        assertThat(PageDirectories.of(this.module, false))
                .containsExactly(
                        this.module.resolve("target/e2e-migrations"), this.root.resolve("target/e2e-migrations"));
    }

    @Test
    void directoryWhenThePomAroundItHasNoModulesIsInTheModuleAlone() throws IOException {
        Files.createDirectory(this.module.resolve("target"));
        Files.writeString(this.root.resolve("pom.xml"), "<project/>");

        assertThat(PageDirectories.of(this.module, false))
                .containsExactly(this.module.resolve("target/e2e-migrations"));
    }

    @Test
    void projectsOutsideOfTheRepositoryAreNotLookedAt() throws IOException {
        Files.createDirectory(this.module.resolve("target"));
        Files.createDirectory(this.module.resolve(".mvn"));
        Files.writeString(this.root.resolve("pom.xml"), "<module>services/orders</module>");

        assertThat(PageDirectories.of(this.module, false))
                .containsExactly(this.module.resolve("target/e2e-migrations"));
    }

    @Test
    void directoryOfGradleIsInWhatGradleBuilds() throws IOException {
        Files.createDirectory(this.module.resolve("build"));
        Files.createDirectory(this.root.resolve("build"));
        Files.createFile(this.module.resolve("build.gradle.kts"));
        Files.createFile(this.root.resolve("settings.gradle.kts"));

        assertThat(PageDirectories.of(this.module, true))
                .isEqualTo(PageDirectories.of(this.module, false))
                .containsExactly(
                        this.module.resolve("build/e2e-migrations"), this.root.resolve("build/e2e-migrations"));
    }

    @Test
    void directoryWhenMavenAndGradleBuiltItIsThatOfTheOneThatRuns() throws IOException {
        Files.createDirectory(this.module.resolve("build"));
        Files.createDirectory(this.module.resolve("target"));
        Files.createFile(this.module.resolve("build.gradle"));

        assertThat(PageDirectories.of(this.module, false))
                .containsExactly(this.module.resolve("target/e2e-migrations"));
        assertThat(PageDirectories.of(this.module, true)).containsExactly(this.module.resolve("build/e2e-migrations"));
    }
}
