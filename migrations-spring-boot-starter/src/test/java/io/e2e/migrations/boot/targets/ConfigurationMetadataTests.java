package io.e2e.migrations.boot.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.conventions.GoldenFile;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What an IDE shows and completes in {@code application.properties}. */
class ConfigurationMetadataTests {

    private final MigrationCatalog catalog =
            MigrationCatalog.load(List.of(MigrationOptions.DATA_STORAGE_LOCATION), null);

    @Test
    void itIsWhatTheLastReviewSaw() {
        String text = Stream.concat(
                        ConfigurationMetadata.properties().stream().map(ConfigurationMetadataTests::property),
                        ConfigurationMetadata.hints().stream().map(ConfigurationMetadataTests::hint))
                .collect(Collectors.joining("\n", "", "\n"));

        GoldenFile.named("configuration-metadata.golden").assertEquals(text);
    }

    @Test
    void hintsAreForPropertiesThatExist() {
        Set<String> names = ConfigurationMetadata.properties().stream()
                .map(property -> property.path("name").asText())
                .collect(Collectors.toSet());

        assertThat(ConfigurationMetadata.hints())
                .isNotEmpty()
                .extracting(hint -> hint.path("name").asText())
                .isSubsetOf(names);
    }

    @Test
    void everyGroupTableAndViewIsOffered() {
        Set<String> dropped = names(migration -> migration.header().drops());
        Set<String> offered = Stream.concat(
                        this.catalog.groups().stream(),
                        names(migration -> migration.header().creates()).stream()
                                .filter(name -> !dropped.contains(name)))
                .collect(Collectors.toSet());

        assertThat(values("e2e.migrations.tables")).containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void everythingOfferedSelectsSomething() {
        assertThat(values("e2e.migrations.tables"))
                .allSatisfy(value -> assertThat(MigrationPlanner.plan(this.catalog, List.of(value))
                                .migrations())
                        .isNotEmpty());
    }

    private Set<String> names(Function<Migration, List<SchemaObject>> objects) {
        return this.catalog.migrations().stream()
                .flatMap(migration -> objects.apply(migration).stream())
                .filter(object -> object.kind() == ObjectKind.TABLE || object.kind() == ObjectKind.VIEW)
                .map(SchemaObject::name)
                .collect(Collectors.toSet());
    }

    private static List<String> values(String name) {
        return ConfigurationMetadata.hints().stream()
                .filter(hint -> hint.path("name").asText().equals(name))
                .flatMap(hint -> StreamSupport.stream(hint.path("values").spliterator(), false))
                .map(value -> value.path("value").asText())
                .toList();
    }

    private static String property(JsonNode property) {
        return "%s: %s = %s%n    %s"
                .formatted(
                        property.path("name").asText(),
                        property.path("type").asText(),
                        property.path("defaultValue"),
                        property.path("description").asText())
                .replace("\r\n", "\n");
    }

    private static String hint(JsonNode hint) {
        String values = StreamSupport.stream(hint.path("values").spliterator(), false)
                .map(value -> "    " + value.path("value").asText() + ": "
                        + value.path("description").asText())
                .collect(Collectors.joining("\n"));
        return "hint " + hint.path("name").asText() + "\n" + values;
    }
}
