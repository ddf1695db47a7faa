package io.e2e.migrations.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeMojoTests {

    @Test
    void describeWhenPlaceIsMisspelledNamesThePlaces() throws Exception {
        MojoRun run = new MojoRun(new DescribeMojo())
                .with("locations", List.of("classpath:db/e2e-migrations"))
                .with("headers", "besides");

        assertThatThrownBy(run::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("e2e.migrations.headers is 'besides', but must be one of these: auto, into, beside");
    }

    @Test
    void describeWhenFilesAreOfFlywayWritesBesideThem(@TempDir Path project) throws Exception {
        Path migrations = Files.createDirectories(project.resolve("src/main/resources/db/migration"));
        Files.writeString(migrations.resolve("V1__orders.sql"), "CREATE TABLE orders (id integer);");

        new MojoRun(new DescribeMojo()).with("directory", project.toFile()).execute();

        assertThat(migrations.resolve("e2e-migrations.headers")).content().contains("creates: table orders");
        assertThat(migrations.resolve("V1__orders.sql")).hasContent("CREATE TABLE orders (id integer);");
    }
}
