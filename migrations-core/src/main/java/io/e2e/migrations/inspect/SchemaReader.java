package io.e2e.migrations.inspect;

import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.ObjectRef.Space;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.RoundTrip;
import io.e2e.migrations.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content of a schema into a {@link SchemaDescription} in one round trip, and the rows in a second one. The
 * facts can be compared between databases of the same PostgreSQL version, whatever the schema's name. Changes nothing;
 * its settings end with the transaction. Immutable and thread-safe.
 */
public final class SchemaReader {

    /** Between the pieces of a fact; PostgreSQL prints none of them in a definition. */
    private static final String SEPARATOR = "\u001f";

    private final String schema;
    private final boolean uses;

    private SchemaReader(String schema, boolean uses) {
        this.schema = schema;
        this.uses = uses;
    }

    /** A reader of this schema that does not read the uses of facts. */
    public SchemaReader(String schema) {
        this(schema, false);
    }

    /** A reader that also reads the uses of each fact. */
    public SchemaReader withUses() {
        return new SchemaReader(this.schema, true);
    }

    /**
     * Reads the schema.
     *
     * @param connection in autocommit mode, or in a transaction whose settings may be changed
     * @param rows what to read of the tables' rows
     * @throws SQLException if a query fails
     */
    public SchemaDescription read(Connection connection, RowDetail rows) throws SQLException {
        return read(connection, rows, new RoundTrip());
    }

    /**
     * Reads the schema.
     *
     * @param connection in autocommit mode, or in a transaction whose settings may be changed
     * @param rows what to read of the tables' rows
     * @param message what is sent in the same message before the queries
     * @throws SQLException if a query fails
     */
    public SchemaDescription read(Connection connection, RowDetail rows, RoundTrip message) throws SQLException {
        Map<SchemaObject, Map<String, Fact>> found = new LinkedHashMap<>();
        readFacts(connection, message, found);
        SchemaDescription description = describe(found);
        Optional<String> sql = RowQuery.sql(description, this.schema, rows);
        if (sql.isEmpty()) {
            return description;
        }
        new RoundTrip()
                .add(settings())
                .addOnCatalog(sql.get(), row -> addRow(row, found))
                .run(connection);
        return describe(found);
    }

    /** Identifies what is read: differs whenever another version of this class reads something else. */
    public String fingerprint() {
        return Sha256.hex(settings() + queries());
    }

    private void readFacts(Connection connection, RoundTrip roundTrip, Map<SchemaObject, Map<String, Fact>> found)
            throws SQLException {
        roundTrip.add(settings());
        queries().forEach(query -> roundTrip.addOnCatalog(query, row -> addFact(row, found)));
        if (this.uses) {
            roundTrip.addOnCatalog(UseQueries.sql(literal(), migrator()), row -> addUse(row, found));
        }
        roundTrip.run(connection);
    }

    private List<String> queries() {
        String sequence = RelationQueries.SEQUENCE.formatted();
        return Stream.of(RelationQueries.ALL, SchemaQueries.ALL)
                .flatMap(List::stream)
                .map(query -> query.formatted(literal(), sequence, migrator()))
                .toList();
    }

    private String literal() {
        return Sql.literal(Sql.identifier(this.schema));
    }

    private String migrator() {
        return RelationQueries.MIGRATOR.formatted(Sql.literal(this.schema));
    }

    /** The settings. With the schema in the search path, PostgreSQL omits its name. */
    private String settings() {
        return "SELECT pg_catalog.set_config('search_path', " + Sql.literal(Sql.path(this.schema))
                + ", true), pg_catalog.set_config('TimeZone', 'UTC', true), pg_catalog.set_config('DateStyle', 'ISO, YMD', true),"
                + " pg_catalog.set_config('extra_float_digits', '1', true), pg_catalog.set_config('bytea_output', 'hex', true),"
                + " pg_catalog.set_config('IntervalStyle', 'postgres', true),"
                + " pg_catalog.set_config('quote_all_identifiers', 'off', true)";
    }

    private static void addFact(ResultSet row, Map<SchemaObject, Map<String, Fact>> found) throws SQLException {
        Fact fact = new Fact(text(row.getString(5)), text(row.getString(6)), new HashSet<>());
        found.computeIfAbsent(object(row), any -> new LinkedHashMap<>()).put(row.getString(4), fact);
    }

    private static void addUse(ResultSet row, Map<SchemaObject, Map<String, Fact>> found) throws SQLException {
        Fact fact = found.getOrDefault(object(row), Map.of()).get(row.getString(4));
        if (fact != null) {
            fact.uses().add(new ObjectRef(Space.valueOf(row.getString(5)), row.getString(6)));
        }
    }

    private static void addRow(ResultSet row, Map<SchemaObject, Map<String, Fact>> found) throws SQLException {
        Map<String, Fact> facts = found.get(SchemaObject.of(ObjectKind.TABLE, row.getString(1)));
        if (facts != null) {
            facts.put(DescribedPart.ROW + " " + facts.size(), new Fact(row.getString(2), "", Set.of()));
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static SchemaDescription describe(Map<SchemaObject, Map<String, Fact>> found) {
        List<DescribedObject> objects = new ArrayList<>();
        found.forEach((object, facts) -> {
            List<DescribedPart> parts = new ArrayList<>();
            facts.forEach((key, fact) -> parts.add(fact.part(key)));
            objects.add(new DescribedObject(object, parts));
        });
        return new SchemaDescription(objects);
    }

    private static SchemaObject object(ResultSet row) throws SQLException {
        return new SchemaObject(ObjectKind.valueOf(row.getString(1)), row.getString(2), row.getString(3), List.of());
    }

    private record Fact(String text, String identity, Set<ObjectRef> uses) {

        DescribedPart part(String key) {
            String shown = key.startsWith(DescribedPart.ROW + " ") ? DescribedPart.ROW : key;
            return new DescribedPart(shown, List.of(this.text.split(SEPARATOR)), this.identity, this.uses);
        }
    }
}
