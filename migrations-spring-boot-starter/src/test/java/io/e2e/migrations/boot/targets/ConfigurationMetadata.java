package io.e2e.migrations.boot.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** What the annotation processor wrote for IDEs: the properties of this library and the hints, each sorted by name. */
final class ConfigurationMetadata {

    private static final String RESOURCE = "/META-INF/spring-configuration-metadata.json";

    private ConfigurationMetadata() {}

    static List<JsonNode> properties() {
        return read("properties");
    }

    static List<JsonNode> hints() {
        return read("hints");
    }

    private static List<JsonNode> read(String section) {
        try (InputStream metadata = E2eMigrationsProperties.class.getResourceAsStream(RESOURCE)) {
            JsonNode root = new JsonMapper().readTree(Objects.requireNonNull(metadata, RESOURCE));
            return StreamSupport.stream(root.path(section).spliterator(), false)
                    .filter(entry -> entry.path("name").asText().startsWith("e2e.migrations."))
                    .sorted(Comparator.comparing(entry -> entry.path("name").asText()))
                    .toList();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
