package io.e2e.migrations.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.MigrationCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerFilesTests {

    @TempDir
    private Path catalogDirectory;

    @TempDir
    private Path directory;

    @Test
    void thePeersGetTheSameStatementsWithoutTheDownSections() throws IOException {
        GeneratedCatalog.write(this.catalogDirectory, 10);
        MigrationCatalog catalog = MigrationCatalog.load(List.of("file:" + this.catalogDirectory), null);

        PeerFiles files = PeerFiles.write(catalog, this.directory);

        assertThat(files.scripts()).hasSize(10);
        assertThat(files.names()).hasSize(10).startsWith("V1__things_1.sql").endsWith("V10__more_things_10.sql");
        assertThat(this.directory.resolve("V10__more_things_10.sql")).content().isEqualTo("""
                ALTER TABLE things_9 ADD COLUMN more text;
                """);
        assertThat(Files.readString(this.directory.resolve(PeerFiles.CHANGELOG)))
                .contains("<sqlFile path=\"V10__more_things_10.sql\" relativeToChangelogFile=\"true\""
                        + " splitStatements=\"false\"/>");
    }
}
