package io.e2e.migrations.drift;

import io.e2e.migrations.inspect.DescribedDatabase;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.DatabaseSession;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The descriptions of all schemas of a database, and the text form in which they are kept. Immutable.
 *
 * @param schemas the description of each schema by its name, the home schema first
 */
record DatabaseText(Map<String, DescriptionText> schemas) {

    /** Begins a schema; a line of a description begins with a letter, a digit or a tab. */
    private static final String SCHEMA = "=";

    DatabaseText {
        schemas = new LinkedHashMap<>(schemas);
    }

    /** Reads a database, each schema in a message. */
    static DatabaseText read(DatabaseSession session, String home, RowDetail rows) {
        Map<String, DescriptionText> schemas = new LinkedHashMap<>();
        for (String schema : DescribedDatabase.schemas(session, home)) {
            DescribedDatabase described = DescribedDatabase.read(session, new SchemaReader(schema), rows, Set.of());
            schemas.put(schema, new DescriptionText(described.major(), described.schema()));
        }
        return new DatabaseText(schemas);
    }

    static DatabaseText parse(String text) {
        Map<String, DescriptionText> schemas = new LinkedHashMap<>();
        Arrays.stream(text.split("(?m)^" + SCHEMA))
                .filter(part -> !part.isEmpty())
                .forEach(part -> {
                    String[] lines = part.split("\n", 2);
                    schemas.put(lines[0].translateEscapes(), DescriptionText.parse(lines[1].stripTrailing()));
                });
        return new DatabaseText(schemas);
    }

    /** The description of a schema that is there. */
    DescriptionText schema(String name) {
        return Objects.requireNonNull(this.schemas.get(name), name);
    }

    @Override
    public String toString() {
        return this.schemas.entrySet().stream()
                .map(schema ->
                        SCHEMA + schema.getKey().replace("\\", "\\\\").replace("\n", "\\n") + "\n" + schema.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** The number of objects of each kind. */
    Map<ObjectKind, Integer> counts() {
        Map<ObjectKind, Integer> counts = new EnumMap<>(ObjectKind.class);
        this.schemas.values().stream()
                .flatMap(text -> text.schema().objects().stream())
                .filter(object -> object.kind().isListed())
                .forEach(object -> counts.merge(object.kind(), 1, Integer::sum));
        return counts;
    }
}
