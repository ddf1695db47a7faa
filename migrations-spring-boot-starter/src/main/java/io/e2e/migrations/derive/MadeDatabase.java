package io.e2e.migrations.derive;

import io.e2e.migrations.change.SelectedObjects;
import io.e2e.migrations.change.UnsteadyColumns;
import io.e2e.migrations.inspect.DescribedDatabase;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.session.DatabaseSession;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a plan made of an empty database: all schemas with all rows, what uses which functions, sequences and types, and
 * where the sequences are.
 *
 * @param home the schema whose objects have names without a schema
 * @param schemas each schema by its name
 * @param uses the functions, sequences, types, operators and the like that an object uses, those that are only named in the
 *     body of a function included
 * @param positions the positions of an object's sequences
 */
record MadeDatabase(
        String home,
        Map<String, SchemaDescription> schemas,
        Map<ObjectRef, Set<ObjectRef>> uses,
        Map<ObjectRef, Set<String>> positions) {

    /** Reads a database. */
    static MadeDatabase read(DatabaseSession session, String home) throws SQLException {
        Map<String, SchemaDescription> schemas = new LinkedHashMap<>();
        for (String schema : DescribedDatabase.schemas(session, home)) {
            schemas.put(schema, new SchemaReader(schema).withUses().read(session.connection(), RowDetail.EXACT));
        }
        CatalogReading reading = CatalogReading.ofUses(session.connection(), home);
        Map<ObjectRef, Set<String>> positions = new HashMap<>();
        reading.positions()
                .forEach((oid, position) -> reading.subject(oid)
                        .ifPresent(subject -> positions
                                .computeIfAbsent(subject.ref(), any -> new TreeSet<>())
                                .add(position)));
        return new MadeDatabase(home, schemas, uses(reading), positions);
    }

    private static Map<ObjectRef, Set<ObjectRef>> uses(CatalogReading reading) {
        Map<ObjectRef, Set<ObjectRef>> uses = new HashMap<>();
        reading.edges()
                .forEach(edge -> reading.subject(edge.from())
                        .ifPresent(user -> reading.subject(edge.to()).ifPresent(used -> add(uses, user, used))));
        ObjectHistory names = new ObjectHistory();
        names.add(reading);
        reading.rows().values().forEach(row -> {
            names.addBody(row.oid(), row.text());
            reading.subject(row.oid())
                    .ifPresent(user -> names.namedIn(row.oid()).forEach(used -> add(uses, user, used)));
        });
        return uses;
    }

    private static void add(Map<ObjectRef, Set<ObjectRef>> uses, Subject user, Subject used) {
        ObjectKind kind = used.kind();
        if (kind == null || kind.isDefinition()) {
            uses.computeIfAbsent(user.ref(), any -> new HashSet<>()).add(used.ref());
        }
    }

    /** How selected objects, and what they use, differ in another database, a line for each difference. */
    List<String> differences(Collection<ObjectRef> selected, MadeDatabase other) {
        List<String> lines = new ArrayList<>();
        Set<ObjectRef> promised = withUsed(selected);
        Map<String, List<ObjectRef>> bySchema = promised.stream()
                .filter(object -> object.space() != ObjectRef.Space.DATABASE)
                .collect(Collectors.groupingBy(
                        this::schema,
                        LinkedHashMap::new,
                        Collectors.mapping(MadeDatabase::withoutSchema, Collectors.toList())));
        bySchema.forEach((schema, objects) ->
                lines.addAll(new SelectedObjects(objects).differences(schema(schema), other.schema(schema))));
        selected.stream()
                .filter(object ->
                        schema(schema(object)).find(withoutSchema(object)).isEmpty())
                .forEach(object -> lines.add("- object that cannot be compared: " + object));
        lines.addAll(uses("- ", promised, other.withUsed(selected)));
        lines.addAll(uses("+ ", other.withUsed(selected), promised));
        promised.stream()
                .filter(object -> !positions(object).equals(other.positions(object)))
                .forEach(object -> lines.add(
                        "- position of a sequence of " + object + ": " + String.join(", ", positions(object))));
        return lines;
    }

    private static List<String> uses(String sign, Set<ObjectRef> used, Set<ObjectRef> known) {
        return used.stream()
                .filter(object -> !known.contains(object))
                .map(object -> sign + "use of " + object)
                .toList();
    }

    private Set<ObjectRef> withUsed(Collection<ObjectRef> selected) {
        Set<ObjectRef> all = new LinkedHashSet<>(selected);
        Deque<ObjectRef> open = new ArrayDeque<>(selected);
        while (!open.isEmpty()) {
            this.uses.getOrDefault(open.remove(), Set.of()).stream()
                    .filter(all::add)
                    .forEach(open::add);
        }
        return all;
    }

    private Set<String> positions(ObjectRef object) {
        return this.positions.getOrDefault(object, Set.of());
    }

    private SchemaDescription schema(String name) {
        return this.schemas.getOrDefault(name, SchemaDescription.EMPTY);
    }

    /** Names of objects in other schemas than that of the migrations begin with the schema. */
    private String schema(ObjectRef object) {
        int dot = object.name().indexOf('.');
        return dot < 0 ? this.home : object.name().substring(0, dot);
    }

    private static ObjectRef withoutSchema(ObjectRef object) {
        return new ObjectRef(
                object.space(), object.name().substring(object.name().indexOf('.') + 1));
    }

    /** A copy without the values that are others whenever the same plan runs, such as times: those of whole columns. */
    MadeDatabase without(Map<String, UnsteadyColumns> columns) {
        Map<String, SchemaDescription> masked = new LinkedHashMap<>();
        this.schemas.forEach((schema, description) -> masked.put(
                schema, columns.getOrDefault(schema, UnsteadyColumns.NONE).without(description)));
        return new MadeDatabase(this.home, masked, this.uses, this.positions);
    }

    /** The columns whose values are others in a database that the same plan made, by schema. */
    Map<String, UnsteadyColumns> unsteady(MadeDatabase again) {
        Map<String, UnsteadyColumns> columns = new HashMap<>();
        this.schemas.forEach(
                (schema, description) -> columns.put(schema, UnsteadyColumns.of(description, again.schema(schema))));
        return columns;
    }
}
