package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** {@code docs/properties.md} is written from the configuration metadata, and so is the golden file of both. */
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
        assertThat(properties())
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
        for (JsonNode property : properties()) {
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

    private static List<JsonNode> properties() throws IOException {
        String resource = "/META-INF/spring-configuration-metadata.json";
        try (InputStream metadata = E2eMigrationsProperties.class.getResourceAsStream(resource)) {
            JsonNode root = new JsonMapper().readTree(Objects.requireNonNull(metadata, resource));
            return StreamSupport.stream(root.path("properties").spliterator(), false)
                    .filter(property -> property.path("name").asText().startsWith("e2e.migrations."))
                    .sorted(Comparator.comparing(
                            property -> property.path("name").asText()))
                    .toList();
        }
    }
}
