package io.e2e.migrations.boot.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.EmbeddedTarget;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;

/** The server that is started before the target is certain, in an application without Testcontainers. */
class BackgroundServerTests {

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    private final ClassLoader usual = Thread.currentThread().getContextClassLoader();

    @TempDir
    private Path running;

    @BeforeEach
    void hideTestcontainers() throws IOException {
        // Root's servers are another user's.
        Files.setPosixFilePermissions(this.running, PosixFilePermissions.fromString("rwxr-xr-x"));
        Thread.currentThread()
                .setContextClassLoader(new FilteredClassLoader("org.springframework.boot.testcontainers"));
    }

    @AfterEach
    void showItAgain() {
        Thread.currentThread().setContextClassLoader(this.usual);
        this.beans.destroySingletons();
        awaitServers(0);
    }

    @Test
    void itIsStoppedWhenTheTargetIsAnother() {
        BackgroundStart start = BackgroundStart.in(this.beans, environment());
        awaitServers(1);

        start.stopServer();
        awaitServers(0);
    }

    @Test
    void itIsTheServerOfTheDatabase() {
        BackgroundStart start = BackgroundStart.in(this.beans, environment());
        awaitServers(1);

        start.openEmbedded();
        start.stopServer();
        DatabaseAccess access = EmbeddedTarget.access(properties());
        try (MigrationService service = start.claimService(
                        properties().toConfig(), access, List.of(), TimeSource.system())
                .orElseThrow()) {
            assertThat(service.applyMigrations().fromTemplate()).hasSize(1);
            awaitServers(1);
        }
    }

    @Test
    void itIsOneForEachTestsDatabaseToo() {
        BackgroundStart start = BackgroundStart.in(this.beans, environment("e2e.migrations.isolation=method"));
        awaitServers(1);

        start.openEmbedded();
        start.stopServer();
        awaitServers(0);
    }

    @Test
    void thePropertiesLeaveNoOtherTarget() {
        assertThat(TargetChoice.isLikelyEmbedded(environment())).isTrue();
        assertThat(TargetChoice.isLikelyEmbedded(environment("e2e.migrations.target=embedded")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e2e.migrations.target=datasource",
                "e2e.migrations.namespace=e2e",
                "spring.datasource.url=jdbc:postgresql://localhost/own"
            })
    void thePropertiesNameAnotherTarget(String property) {
        assertThat(TargetChoice.isLikelyEmbedded(environment(property))).isFalse();
    }

    @Test
    void aContainerMayBringAnotherTarget() {
        Thread.currentThread().setContextClassLoader(this.usual);

        assertThat(TargetChoice.isLikelyEmbedded(environment())).isFalse();
    }

    private StandardEnvironment environment(String... further) {
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of("e2e.migrations.tables=notification_audit")
                .and("e2e.migrations.embedded.run-directory=" + this.running)
                .and(further)
                .applyTo(environment);
        return environment;
    }

    private E2eMigrationsProperties properties() {
        return Binder.get(environment()).bindOrCreate("e2e.migrations", E2eMigrationsProperties.class);
    }

    private void awaitServers(long wanted) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), TimeSource.system());
        long found = servers();
        while (found != wanted && !deadline.isOver()) {
            deadline.pause(Duration.ofMillis(10));
            found = servers();
        }
        assertThat(found).isEqualTo(wanted);
    }

    /** By their directories, which go last. */
    private long servers() {
        try (Stream<Path> files = Files.walk(this.running)) {
            return files.filter(file -> file.getParent().endsWith("servers")).count();
        } catch (IOException | UncheckedIOException ex) {
            // Something vanished meanwhile.
            return -1;
        }
    }
}
