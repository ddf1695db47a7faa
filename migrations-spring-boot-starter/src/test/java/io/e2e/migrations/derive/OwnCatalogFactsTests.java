package io.e2e.migrations.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.schema.NamePattern;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a replay finds out of the Data Storage catalog, beside what its headers say. */
class OwnCatalogFactsTests {

    private static final String CLONED =
            "a new partition clones triggers and foreign keys, which the migration's own table has";
    private static final String ORDERED =
            "a view reads it; 001, which made it, comes first anyway because of 011's own tables";

    private static final String NAMED =
            "bodies of functions name it; 001, which made it, comes first anyway because of 003's own tables";

    /** Every difference, with its reason. A requirement that the plan has for another reason changes no plan. */
    private static final Map<String, String> DIFFERENCES = Map.ofEntries(
            Map.entry("001 touches + extension uuid-ossp", "its SQL creates the extension that its header requires"),
            Map.entry("003 requires + table action_histories", NAMED),
            Map.entry("003 requires + table oscillation_detections", NAMED),
            Map.entry("003 requires + table resource_references", NAMED),
            Map.entry("011 requires + table action_histories", ORDERED),
            Map.entry("011 requires + table resource_references", ORDERED),
            Map.entry("1000 requires + function prevent_legal_hold_deletion", CLONED),
            Map.entry("1000 requires + function set_audit_event_date", CLONED),
            Map.entry("1001 requires + table action_histories", CLONED),
            Map.entry("1001 requires + function update_updated_at", CLONED));

    @Test
    void deriveFindsWhatHeadersSay() {
        MigrationOptions options = MigrationOptions.defaults();
        MigrationCatalog headers = MigrationCatalog.load(options.locations(), null);
        DatabaseRequest request = DatabaseRequest.defaults().withUser("catalog_owner");

        MigrationCatalog derived =
                new FactsDeriver(EmbeddedSettings.defaults(), Duration.ofMinutes(5)).derive(headers, request, options);

        Set<String> differences = new TreeSet<>();
        for (Migration said : headers.migrations()) {
            Migration found = derived.withVersion(said.version()).orElseThrow();
            lists(said, said)
                    .forEach((key, list) -> differences(list, lists(found, said).get(key))
                            .forEach(difference -> differences.add(said.version() + " " + key + " " + difference)));
        }
        assertThat(differences).isEqualTo(new TreeSet<>(DIFFERENCES.keySet()));
    }

    /** Replaces each name that a pattern of a header matches by the pattern. */
    private static List<SchemaObject> withPatterns(List<SchemaObject> found, List<SchemaObject> said) {
        return found.stream()
                .map(object -> said.stream()
                        .filter(pattern -> pattern.isPattern()
                                && pattern.kind() == object.kind()
                                && Objects.equals(pattern.table(), object.table())
                                && new NamePattern(pattern.name()).matches(object.name()))
                        .findFirst()
                        .orElse(object))
                .toList();
    }

    private static Map<String, Collection<String>> lists(Migration migration, Migration said) {
        Set<ObjectRef> further = new LinkedHashSet<>(migration.touches());
        migration.header().objects().map(SchemaObject::subject).forEach(further::remove);
        Map<String, Collection<String>> lists = new LinkedHashMap<>();
        lists.put(
                "creates",
                texts(withPatterns(migration.header().creates(), said.header().creates())));
        lists.put("alters", texts(migration.header().alters()));
        lists.put("drops", texts(migration.header().drops()));
        lists.put(
                "requires",
                migration.header().requires().stream().map(Object::toString).toList());
        lists.put("touches", further.stream().map(ObjectRef::toString).toList());
        return lists;
    }

    private static List<String> texts(List<SchemaObject> objects) {
        return objects.stream()
                .map(object -> new SchemaObject(
                                object.kind(),
                                object.name(),
                                object.table(),
                                object.parts().stream().sorted().toList())
                        .toString())
                .toList();
    }

    private static Stream<String> differences(Collection<String> said, Collection<String> found) {
        return Stream.concat(
                said.stream().filter(one -> !found.contains(one)).map(one -> "- " + one),
                found.stream().filter(one -> !said.contains(one)).map(one -> "+ " + one));
    }
}
