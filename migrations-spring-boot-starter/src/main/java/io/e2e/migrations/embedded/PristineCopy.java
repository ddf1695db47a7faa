package io.e2e.migrations.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a copy holds that nobody has used, and the statements that compare a used one with it: all copies have the same
 * relations under the same OIDs. Catalogs are tables like others. A table whose file was empty is to be empty again; any
 * other has to hold the very row versions that it had, which is what transaction numbers tell: a row version never
 * changes, a new one has the number of its maker, and of the old ones none may be missing. Immutable.
 */
final class PristineCopy {

    /** The first OID of what is not initdb's (PostgreSQL source, access/transam.h, FirstNormalObjectId). */
    private static final long FIRST_OWN_OID = 16384;

    private static final String TABLES = """
            SELECT c.oid, format('%I.%I', n.nspname, c.relname), (pg_stat_file(pg_relation_filepath(c.oid))).size = 0,
                   ARRAY(SELECT c.oid
                         UNION ALL SELECT c.reltoastrelid
                         UNION ALL SELECT i.indexrelid FROM pg_index i WHERE i.indrelid IN (c.oid, c.reltoastrelid))
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'm') AND NOT c.relisshared""";

    private static final String SEQUENCES = """
            SELECT c.oid, format('%I.%I', n.nspname, c.relname)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'S'""";

    private static final String ESTIMATES = """
            SELECT oid, relpages, reltuples FROM pg_class WHERE oid >= %d AND relkind IN ('r', 'm', 't', 'i')""".formatted(FIRST_OWN_OID);

    /** What {@code session_replication_role = replica} does not keep from acting when rows are deleted. */
    private static final String ALWAYS_ACTING = """
            SELECT EXISTS (SELECT FROM pg_trigger WHERE tgenabled IN ('A', 'R'))
                OR EXISTS (SELECT FROM pg_rewrite WHERE ev_enabled IN ('A', 'R'))""";

    /**
     * What belongs to a database and lies outside of it; a copy gets none of it but the first line. Functions stand for the
     * views on them, which a new session would have to read from the catalog.
     */
    private static final String OUTSIDE = """
            (SELECT to_jsonb(d) - '{oid,datname,datfrozenxid,datminmxid}'::text[] FROM here d),
            (SELECT count(*) FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM here)),
            (SELECT count(*) FROM pg_shdescription
              WHERE classoid = 'pg_database'::regclass AND objoid = (SELECT oid FROM here)),
            (SELECT count(*) FROM pg_shseclabel
              WHERE classoid = 'pg_database'::regclass AND objoid = (SELECT oid FROM here)),
            (SELECT count(*) FROM pg_subscription WHERE subdbid = (SELECT oid FROM here)),
            (SELECT count(*) FROM pg_prepared_xact() WHERE dbid = (SELECT oid FROM here)),
            (SELECT count(*) FROM pg_get_replication_slots() WHERE datoid = (SELECT oid FROM here))""";

    private static final String WITH_CONTENTS =
            "SELECT %s FROM unnest('{%s}'::oid[]) t (oid), pg_stat_file(pg_relation_filepath(t.oid), true) f WHERE f.size > 0";

    private final Map<Long, Table> empty = new HashMap<>();
    private final List<String> filled = new ArrayList<>();
    private final List<Long> emptyCatalogs = new ArrayList<>();
    private final Map<Long, String> estimates = new HashMap<>();
    private final String positions;
    private final Map<Long, Position> sequences;
    private final boolean harmless;
    private final String sizes;
    private final String counts;
    private final String state;

    /**
     * Looks at a copy.
     *
     * @param session the superuser's, in a copy that nobody has used
     * @param sealed the number of a transaction that is later than all that wrote what was copied
     */
    PristineCopy(Connection session, long sealed) throws SQLException {
        try (Statement statement = session.createStatement()) {
            readTables(statement);
            try (ResultSet rows = statement.executeQuery(ESTIMATES)) {
                while (rows.next()) {
                    this.estimates.put(
                            rows.getLong(1),
                            "(%d::oid, %d, %s::real)".formatted(rows.getLong(1), rows.getInt(2), rows.getString(3)));
                }
            }
            this.positions = positions(statement);
            this.sequences = positions(session);
            this.sizes = WITH_CONTENTS.formatted("t.oid, f.size", oids(this.empty.keySet()));
            this.counts = counts(this.filled);
            this.state = state(session, sealed, List.of());
            try (ResultSet rows = statement.executeQuery(ALWAYS_ACTING)) {
                this.harmless = rows.next() && !rows.getBoolean(1);
            }
        }
    }

    private void readTables(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                long oid = rows.getLong(1);
                String name = rows.getString(2);
                if (!rows.getBoolean(3)) {
                    this.filled.add(name);
                } else if (oid < FIRST_OWN_OID) {
                    this.emptyCatalogs.add(oid);
                } else {
                    this.empty.put(oid, new Table(name, List.of((Long[])
                            rows.getArray(4).getArray())));
                }
            }
        }
    }

    private static String positions(Statement statement) throws SQLException {
        List<String> queries = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(SEQUENCES)) {
            while (rows.next()) {
                queries.add("SELECT %d, last_value, is_called FROM %s".formatted(rows.getLong(1), rows.getString(2)));
            }
        }
        return String.join(" UNION ALL ", queries);
    }

    private Map<Long, Position> positions(Connection session) throws SQLException {
        Map<Long, Position> found = new HashMap<>();
        if (!this.positions.isEmpty()) {
            try (Statement statement = session.createStatement();
                    ResultSet rows = statement.executeQuery(this.positions)) {
                while (rows.next()) {
                    found.put(rows.getLong(1), new Position(rows.getLong(2), rows.getBoolean(3)));
                }
            }
        }
        return found;
    }

    /** Whether deleting rows has no effect but that. */
    boolean isHarmlessToEmpty() {
        return this.harmless;
    }

    /** How many tables and indexes a database has besides the catalogs. */
    static int relations(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM (" + ESTIMATES + ") own")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** How many tables there are, catalogs included. */
    int tables() {
        return this.filled.size() + this.emptyCatalogs.size() + this.empty.size();
    }

    /** The tables that were empty and have files with contents now, with the sizes of these. */
    Map<Long, Long> written(Connection session) throws SQLException {
        Map<Long, Long> written = new HashMap<>();
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(this.sizes)) {
            while (rows.next()) {
                written.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return written;
    }

    /** Empties tables, firing no triggers, and puts sequences back; empty if neither is needed. */
    String restoring(Connection session, Collection<Long> written) throws SQLException {
        Stream<String> deletes =
                written.stream().map(oid -> "DELETE FROM ONLY " + table(oid).name());
        Stream<String> moves = positions(session).entrySet().stream()
                .filter(entry -> !entry.getValue().equals(this.sequences.get(entry.getKey())))
                .map(entry -> move(entry.getKey(), this.sequences.get(entry.getKey())));
        return Stream.concat(deletes, moves).collect(Collectors.joining("; "));
    }

    private static String move(long sequence, @Nullable Position position) {
        return position == null
                ? "SELECT 1"
                : "SELECT setval(%d::oid::regclass, %d, %b)".formatted(sequence, position.value(), position.called());
    }

    private Table table(long oid) {
        Table table = this.empty.get(oid);
        if (table == null) {
            throw new IllegalArgumentException("was not empty: " + oid);
        }
        return table;
    }

    /** The names of tables, for {@code VACUUM}. */
    String names(Collection<Long> tables) {
        return tables.stream().map(oid -> table(oid).name()).collect(Collectors.joining(", "));
    }

    /** Puts back what the planner knows of the sizes of tables and their indexes: other plans give rows in another order. */
    String estimates(Collection<Long> tables) {
        return "UPDATE pg_class c SET relpages = e.pages, reltuples = e.tuples FROM (VALUES "
                + tables.stream()
                        .flatMap(oid -> table(oid).relations().stream())
                        .map(this.estimates::get)
                        .filter(estimate -> estimate != null)
                        .collect(Collectors.joining(", "))
                + ") e (oid, pages, tuples) WHERE c.oid = e.oid";
    }

    /**
     * Whether everything in a used database is as here, except for tables that were empty and still are.
     *
     * @param since the number of a transaction before which nobody has used it
     * @param written the tables that were written to, and must be empty again
     */
    boolean equalsAll(Connection session, long since, Collection<Long> written) throws SQLException {
        return this.state.equals(state(session, since, written));
    }

    private String state(Connection session, long since, Collection<Long> written) throws SQLException {
        List<Long> mustBeEmpty = new ArrayList<>(this.emptyCatalogs);
        mustBeEmpty.addAll(written);
        String sql = this.counts.formatted(since, WITH_CONTENTS.formatted("count(*)", oids(mustBeEmpty)));
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** With two gaps: the number of a transaction, and one more query. */
    private static String counts(List<String> tables) {
        return "WITH here AS (SELECT * FROM pg_database WHERE datname = current_database()),"
                + " limits AS MATERIALIZED (SELECT age('%d'::xid8::xid) AS newest)"
                + " SELECT concat_ws('|', " + OUTSIDE + ", (SELECT sum(all_rows) || ' ' || sum(new_rows) FROM ("
                + tables.stream()
                        .map(name -> "SELECT count(*) AS all_rows,"
                                + " count(*) FILTER (WHERE age(xmin) <= (SELECT newest FROM limits)) AS new_rows"
                                + " FROM ONLY " + name.replace("%", "%%"))
                        .collect(Collectors.joining(" UNION ALL "))
                + ") counted), (%s))";
    }

    private static String oids(Collection<Long> oids) {
        return oids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * A table that was empty.
     *
     * @param name with its schema, quoted
     * @param relations itself, its TOAST table, and the indexes of both
     */
    private record Table(String name, List<Long> relations) {}

    /** Where a sequence stands. */
    private record Position(long value, boolean called) {}
}
