package io.e2e.migrations.derive;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.RoundTrip;
import io.e2e.migrations.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the system catalogs hold at one moment, and what the transaction before that has done. Filled once. */
final class CatalogReading {

    /** No object is part of a part of a part any deeper: an index, of a partition, of a partition, and so on. */
    private static final int DEPTH = 20;

    private final Map<Oid, Entry> entries = new HashMap<>();
    private final Map<Oid, Optional<Subject>> subjects = new HashMap<>();
    private final Map<Oid, Oid> extensions = new HashMap<>();
    private final Set<Edge> edges = new HashSet<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<Oid, Boolean> locks = new HashMap<>();
    private final Set<Oid> written = new HashSet<>();
    private final Set<Oid> called = new HashSet<>();
    private final Map<Oid, String> positions = new HashMap<>();

    /** A reading of a database without any object of a user. */
    CatalogReading() {}

    /**
     * Reads what is there now.
     *
     * @param schema the schema whose objects have names without a schema
     * @param since the first transaction whose changes to the catalogs are read
     */
    void read(Connection connection, String schema, String since) throws SQLException {
        new RoundTrip()
                .add(Sql.CATALOG_PATH)
                .add("SELECT set_config('enable_nestloop', 'off', true)")
                .add(CatalogQueries.objects(schema), this::addObject)
                .add(CatalogQueries.dependencies(), this::addEdge)
                .add(CatalogQueries.rowsSince(since), this::addRow)
                .run(connection);
    }

    /** Reads what the open transaction of a session has done. */
    void readTransaction(Connection connection) throws SQLException {
        new RoundTrip()
                .add(
                        "SELECT set_config('search_path', 'pg_catalog', true), set_config('debug_print_parse', 'off', true)")
                .add(
                        CatalogQueries.locks(),
                        row -> this.locks.merge(oid(row, 1), row.getBoolean(3), Boolean::logicalOr))
                .add(CatalogQueries.writtenTables(), row -> this.written.add(Oid.relation(row.getLong(1))))
                .add(CatalogQueries.calledFunctions(), row -> this.called.add(new Oid(Oid.FUNCTIONS, row.getLong(1))))
                .run(connection);
    }

    /** Reads what any role may: the objects, what they use, the bodies of functions, and the positions of sequences. */
    static CatalogReading ofUses(Connection connection, String schema) throws SQLException {
        CatalogReading reading = new CatalogReading();
        new RoundTrip()
                .add(Sql.CATALOG_PATH)
                .add(CatalogQueries.readableObjects(schema), reading::addObject)
                .add(CatalogQueries.dependencies(), reading::addEdge)
                .add(CatalogQueries.bodies(), reading::addRow)
                .add(CatalogQueries.positions(), row -> reading.positions.put(oid(row, 1), row.getString(3)))
                .run(connection);
        return reading;
    }

    /** Whether the catalogs held the same before. */
    boolean isUnchangedSince(CatalogReading before) {
        return this.rows.isEmpty() && this.entries.keySet().equals(before.entries.keySet());
    }

    /** The first transaction that has not begun. */
    static String nextTransaction(Connection connection) throws SQLException {
        StringBuilder next = new StringBuilder();
        new RoundTrip()
                .add(Sql.CATALOG_PATH)
                .add("SELECT pg_snapshot_xmax(pg_current_snapshot())", row -> next.append(row.getString(1)))
                .run(connection);
        return next.toString();
    }

    private void addObject(ResultSet row) throws SQLException {
        String kind = row.getString(3);
        long parent = row.getLong(6);
        this.entries.put(
                oid(row, 1),
                new Entry(
                        kind.isEmpty() ? null : ObjectKind.valueOf(kind),
                        row.getString(4),
                        parent == 0 ? null : new Oid(row.getLong(5), parent)));
    }

    private void addEdge(ResultSet row) throws SQLException {
        Oid from = oid(row, 1);
        Oid to = oid(row, 3);
        if (row.getString(5).equals("e")) {
            this.extensions.put(from, to);
        }
        this.edges.add(new Edge(from, to, row.getInt(6)));
    }

    private void addRow(ResultSet row) throws SQLException {
        this.rows.put(row.getString(3), new Row(oid(row, 1), row.getString(4)));
    }

    private static Oid oid(ResultSet row, int column) throws SQLException {
        return new Oid(row.getLong(column), row.getLong(column + 1));
    }

    /** Every object and part. */
    Map<Oid, Entry> entries() {
        return this.entries;
    }

    /** Which depends on which. */
    Set<Edge> edges() {
        return this.edges;
    }

    /** The rows of catalogs that were written, by what identifies them. */
    Map<String, Row> rows() {
        return this.rows;
    }

    /** What the transaction has locked, and whether the lock is one for more than reading. */
    Map<Oid, Boolean> locks() {
        return this.locks;
    }

    /** The tables whose rows the transaction has written. */
    Set<Oid> written() {
        return this.written;
    }

    /** The functions that ran in the transaction. */
    Set<Oid> called() {
        return this.called;
    }

    /** The sequences, with where they are. */
    Map<Oid, String> positions() {
        return this.positions;
    }

    /** What an object belongs to: itself, the table that it is a part of, or the extension. */
    Optional<Subject> subject(Oid oid) {
        return this.subjects.computeIfAbsent(
                oid,
                any -> Optional.ofNullable(this.entries.get(whole(any)))
                        .map(whole -> new Subject(whole.kind(), whole.name())));
    }

    /** The object that another one is a part of, if it is a part: the table of an index, the extension of a type. */
    Oid whole(Oid oid) {
        Oid at = oid;
        for (int step = 0; step < DEPTH; step++) {
            at = this.extensions.getOrDefault(at, at);
            Entry entry = this.entries.get(at);
            if (entry == null || entry.parent() == null) {
                return at;
            }
            at = entry.parent();
        }
        return at;
    }

    /**
     * An object or a part.
     *
     * @param kind its kind, if headers have a word for it
     * @param name its name
     * @param parent what it is a part of; {@code null} if it is an object
     */
    record Entry(
            @Nullable ObjectKind kind,
            String name,
            @Nullable Oid parent) {}

    /** A dependency on an object, or on a column of it if that is not 0. */
    record Edge(Oid from, Oid to, int column) {}

    /** A row of a catalog: of what object, and what it says. */
    record Row(Oid oid, String text) {}
}
