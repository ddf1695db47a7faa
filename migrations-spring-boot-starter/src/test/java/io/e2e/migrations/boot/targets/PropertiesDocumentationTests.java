package io.e2e.migrations.boot.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/properties.md} is written from the configuration metadata. */
class PropertiesDocumentationTests {

    private static final Path PAGE = Path.of("..", "docs", "properties.md");

    @Test
    void thePageListsEveryProperty() throws IOException {
        String page = page();
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void everyPropertyIsDescribed() throws IOException {
        assertThat(ConfigurationMetadata.properties())
                .isNotEmpty()
                .allSatisfy(property -> assertThat(property.path("description").asText(""))
                        .as(property.path("name").asText())
                        .endsWith("."));
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Properties

                Everything that a test can say under `e2e.migrations`, in `application.properties` or on the test class. This page is
                written by the build from the configuration metadata that IDEs read.

                | property | default | meaning |
                |---|---|---|
                """);
        for (JsonNode property : ConfigurationMetadata.properties()) {
            page.append("| `%s` | %s | %s |%n"
                    .formatted(
                            property.path("name").asText(),
                            defaultOf(property),
                            property.path("description").asText()));
        }
        return page.toString().replace("\r\n", "\n");
    }

    private static String defaultOf(JsonNode property) {
        JsonNode value = property.path("defaultValue");
        if (value.isMissingNode() || (value.isArray() && value.isEmpty())) {
            return "–";
        }
        return "`" + (value.isArray() ? value.get(0).asText() : value.asText()) + "`";
    }
}
