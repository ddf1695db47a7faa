package io.e2e.migrations.tool.schema;

import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.RoundTrip;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.tool.schema.DependencyOrder.Need;
import io.e2e.migrations.tool.schema.TableQueries.Defaults;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that make what the schemas of a database hold, in an order in which the server accepts them, without rows.
 * Immutable.
 *
 * @param roles the roles that must be there
 * @param objects the objects in order
 * @param closing the statements after them
 */
record SchemaScript(List<String> roles, List<ScriptObject> objects, List<String> closing) {

    SchemaScript {
        roles = List.copyOf(roles);
        objects = List.copyOf(objects);
        closing = List.copyOf(closing);
    }

    /**
     * Reads a database.
     *
     * @throws SchemaNotWritableException if it has an object that cannot be written
     */
    static SchemaScript read(DatabaseSession session) {
        try {
            List<String> others = column(session, List.of(DependencyQueries.NOT_WRITTEN));
            if (!others.isEmpty()) {
                throw SchemaNotWritableException.kinds(others);
            }
            List<ScriptObject> objects = ordered(session);
            return new SchemaScript(
                    column(session, List.of(DependencyQueries.ROLES)), objects, column(session, ClosingQueries.all()));
        } catch (SQLException ex) {
            throw session.queryFailed("Could not read the schema of ", ex);
        }
    }

    private static List<ScriptObject> ordered(DatabaseSession session) throws SQLException {
        List<ScriptObject> found = List.of();
        List<ScriptObject> sorted = List.of();
        for (Defaults defaults : Defaults.values()) {
            found = objects(session, defaults);
            sorted = new DependencyOrder(found, needs(session, found)).sorted();
            if (sorted.size() == found.size()) {
                return sorted;
            }
        }
        found = new ArrayList<>(found);
        found.removeAll(sorted);
        throw SchemaNotWritableException.circle(
                found.stream().map(ScriptObject::name).toList());
    }

    private static List<ScriptObject> objects(DatabaseSession session, Defaults defaults) throws SQLException {
        Map<ObjectKey, List<Line>> lines = new LinkedHashMap<>();
        RoundTrip message = new RoundTrip().add(Sql.CATALOG_PATH);
        Stream.of(ObjectQueries.all(), TableQueries.all(defaults))
                .flatMap(List::stream)
                .forEach(query -> message.add(
                        query,
                        row -> lines.computeIfAbsent(key(row, 1), any -> new ArrayList<>())
                                .add(new Line(
                                        row.getInt(3),
                                        row.getString(4),
                                        row.getString(5).strip()))));
        session.run(message);
        List<ScriptObject> objects = new ArrayList<>();
        lines.forEach((key, of) -> {
            of.sort(Comparator.comparingInt(Line::rank));
            objects.add(new ScriptObject(
                    key,
                    of.get(0).rank(),
                    of.get(0).name(),
                    of.stream().map(Line::sql).toList()));
        });
        return objects;
    }

    private static List<Need> needs(DatabaseSession session, Collection<ScriptObject> objects) throws SQLException {
        Map<ObjectKey, ObjectKey> belonging = new HashMap<>();
        objects.forEach(object -> belonging.put(object.key(), object.key()));
        List<Need> needs = new ArrayList<>();
        session.run(new RoundTrip()
                .add(Sql.CATALOG_PATH)
                .add(DependencyQueries.BELONGING, row -> belonging.putIfAbsent(key(row, 1), key(row, 3)))
                .add(DependencyQueries.NEEDS, row -> needs.add(new Need(key(row, 1), key(row, 3)))));
        return needs.stream()
                .map(need -> new Need(root(need.from(), belonging), root(need.to(), belonging)))
                .toList();
    }

    private static ObjectKey root(ObjectKey part, Map<ObjectKey, ObjectKey> belonging) {
        ObjectKey whole = part;
        while (belonging.containsKey(whole) && !belonging.get(whole).equals(whole)) {
            whole = belonging.get(whole);
        }
        return whole;
    }

    private static ObjectKey key(ResultSet row, int column) throws SQLException {
        return new ObjectKey(row.getString(column), row.getLong(column + 1));
    }

    private static List<String> column(DatabaseSession session, List<String> queries) throws SQLException {
        List<String> texts = new ArrayList<>();
        RoundTrip message = new RoundTrip().add(Sql.CATALOG_PATH);
        queries.forEach(query -> message.add(query, row -> texts.add(row.getString(1))));
        session.run(message);
        return texts;
    }

    /** The statements as a file. */
    String text(String searchPath) {
        String roles = this.roles.isEmpty() ? "" : "-- Needs the roles " + String.join(", ", this.roles) + ".\n";
        return Stream.of(
                        Stream.of(roles + "SET check_function_bodies = off", "SET search_path = " + searchPath),
                        this.objects.stream().flatMap(object -> object.statements().stream()),
                        this.closing.stream())
                .flatMap(statements -> statements)
                .map(statement -> statement + ";")
                .collect(Collectors.joining("\n\n"));
    }

    private record Line(int rank, String name, String sql) {}
}
