package io.e2e.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.testing.FixedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first page shows the log as it is. */
class ReadmeTests {

    private static final Path README = Path.of("").toAbsolutePath().getParent().resolve("README.md");

    @Test
    void readmeHasReportOfItsExample() throws IOException {
        try (MigrationService service = MigrationService.open(
                MigrationConfig.defaults().withTables("audit_events"),
                EmbeddedAccess.with(EmbeddedSettings.defaults()),
                List.of(),
                FixedTime.at("2026-11-26T12:00:00Z"))) {
            String report = service.applyMigrations().toString();

            assertThat(withoutPlace(Files.readString(README))).contains("\n" + withoutPlace(report) + "\n```\n");
        }
    }

    /** Version, port and the number of the database differ between runs. */
    private static String withoutPlace(String text) {
        return text.replaceAll(
                "Migrations on embedded PostgreSQL [\\d.]+ at 127\\.0\\.0\\.1:\\d+/action_history\\w*",
                "Migrations on an embedded PostgreSQL");
    }
}
