package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.binaries.EmbeddedBinariesException;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.provision.ProvisioningFailedException;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TemporaryFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Disks without room: small file systems in memory, which only root may mount. */
class FullDiskTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults();

    private @Nullable TemporaryFileSystem mounted;
    private Path disk;
    private TestCache cache;

    @BeforeEach
    void makeACache() throws IOException {
        this.cache = TestCache.create();
    }

    @AfterEach
    void removeThem() throws Exception {
        if (this.mounted != null) {
            this.mounted.close();
        }
        this.cache.close();
    }

    @Test
    void cacheWithoutRoomForTheProgramsIsAnErrorThatSaysSo() throws Exception {
        mount("4m");

        assertThatThrownBy(() -> EmbeddedAccess.with(EmbeddedSettings.defaults().withCacheDirectory(this.disk))
                        .open(CONFIG.databaseRequest()))
                .isInstanceOf(EmbeddedBinariesException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("see that the disk has room (100 MB)");
        assertThat(filesBelow(this.disk)).allMatch(file -> file.toString().endsWith(".lock"));
    }

    @Test
    void cacheWithoutRoomForAClusterCostsOnlyTime() throws Exception {
        mount("4m");
        Files.createSymbolicLink(
                this.disk.resolve("binaries"),
                this.cache.directory().resolve("binaries").toRealPath());
        EmbeddedSettings settings = EmbeddedSettings.defaults().withCacheDirectory(this.disk);

        try (TargetDatabase database = EmbeddedAccess.with(settings).open(CONFIG.databaseRequest())) {
            assertThat(Sql.row(database, "SELECT 1")).containsExactly("1");
        }
        assertThat(filesBelow(this.disk.resolve("clusters")))
                .allMatch(file -> file.toString().endsWith(".lock"));
    }

    @Test
    void runDirectoryWithoutRoomForAServerIsAnErrorThatShowsItsReason() throws Exception {
        mount("4m");
        EmbeddedSettings settings = this.cache.settings().withRunDirectory(this.disk);

        assertThatThrownBy(() -> EmbeddedAccess.with(settings).open(CONFIG.databaseRequest()))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("No space left on device");
        assertThat(filesBelow(this.disk)).isEmpty();
    }

    @Test
    void runDirectoryWithoutRoomForAnotherDatabaseIsAnErrorThatNamesIt() throws Exception {
        mount("40m");
        EmbeddedAccess access = EmbeddedAccess.with(this.cache.settings().withRunDirectory(this.disk));
        List<TargetDatabase> opened = new ArrayList<>();
        try {
            opened.add(access.open(CONFIG.databaseRequest()));
            assertThatThrownBy(() -> {
                        while (opened.size() < 20) {
                            opened.add(access.open(CONFIG.databaseRequest()));
                        }
                    })
                    .isInstanceOfSatisfying(
                            ProvisioningFailedException.class,
                            ex -> assertThat(ex.sqlState()).isEqualTo("53100"))
                    .hasMessageEndingWith("Action: Make room where the server keeps its data;"
                            + " e2e.migrations.embedded.run-directory chooses where an embedded server does.");
            assertThat(Sql.row(opened.get(0), "SELECT 1")).containsExactly("1");
        } finally {
            opened.forEach(TargetDatabase::close);
        }
    }

    private void mount(String size) throws Exception {
        this.mounted = TemporaryFileSystem.mount("size=" + size);
        this.disk = this.mounted.directory();
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
