package io.e2e.migrations.tool.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsTests {

    @TempDir
    private Path project;

    private void makes(String directory) throws IOException {
        Files.createDirectories(this.project.resolve(directory));
    }

    @Test
    void ofWhenNothingIsNamedFindsTheUsualDirectory() throws IOException {
        makes("src/main/resources/db/migration");

        assertThat(Locations.of(this.project, List.of()))
                .containsExactly("file:" + this.project + "/src/main/resources/db/migration");
    }

    @Test
    void ofWhenThereAreSeveralUsualDirectoriesAsks() throws IOException {
        makes("src/main/resources/db/migration");
        makes("migrations");

        assertThatThrownBy(() -> Locations.of(this.project, List.of()))
                .hasMessage(
                        "There are migrations in several directories of " + this.project
                                + ": src/main/resources/db/migration, migrations.\nAction: Name the directory:"
                                + " --locations=DIRECTORY on the command line, -De2e.migrations.locations=DIRECTORY with Maven.");
    }

    @Test
    void ofWhenDirectoriesAreNamedMakesThemLocations() throws IOException {
        makes("src/main/resources/db/own");

        assertThat(Locations.of(
                        this.project,
                        List.of(
                                "sql",
                                "file:sql/more",
                                "file:/etc/sql",
                                "classpath:db/own",
                                "classpath:db/e2e-migrations")))
                .containsExactly(
                        "file:" + this.project + "/sql",
                        "file:" + this.project + "/sql/more",
                        "file:/etc/sql",
                        "file:" + this.project + "/src/main/resources/db/own",
                        "classpath:db/e2e-migrations");
    }
}
