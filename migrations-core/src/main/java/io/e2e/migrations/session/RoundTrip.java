package io.e2e.migrations.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several statements that are sent to the server in one message, each with a reader for its rows. A round trip through
 * a port-forward takes about 2 ms, so messages are built only here.
 */
public final class RoundTrip {

    private static final String CURSOR = "e2e_migrations_question_";

    /** How our questions are planned: as a whole, and without nested loops, which run for seconds without statistics. */
    private static final String PLANNING = "SELECT pg_catalog.set_config('cursor_tuple_fraction', '1', true),"
            + " pg_catalog.set_config('enable_nestloop', 'off', true)";

    private final List<Part> parts = new ArrayList<>();
    private final List<String> cursors = new ArrayList<>();

    /** Adds a statement whose rows are ignored. */
    public RoundTrip add(String sql) {
        return add(sql, row -> {});
    }

    /** Adds a statement whose rows are passed to the reader. */
    public RoundTrip add(String sql, RowReader reader) {
        this.parts.add(new Part(sql, reader));
        return this;
    }

    /**
     * Adds a query in which every name means that of PostgreSQL, although the search path, by which PostgreSQL prints
     * names, has other schemas when its rows are read: it is parsed before all other statements of the message.
     */
    public RoundTrip addOnCatalog(String sql, RowReader reader) {
        String cursor = CURSOR + this.cursors.size();
        this.cursors.add("DECLARE " + cursor + " NO SCROLL CURSOR FOR " + sql);
        return add("FETCH ALL FROM " + cursor, reader);
    }

    /** Sends the message; in autocommit mode, it is one transaction. */
    public void run(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            run(statement);
        }
    }

    /** Sends the message with this statement. */
    public void run(Statement statement) throws SQLException {
        boolean begins = !this.cursors.isEmpty() && statement.getConnection().getAutoCommit();
        prependCursors(begins);
        statement.setEscapeProcessing(false);
        try {
            execute(statement);
        } catch (SQLException ex) {
            if (begins) {
                rollBack(statement, ex);
            }
            throw ex;
        }
    }

    /** PostgreSQL 14 declares no cursor in the implicit transaction of a message, so an explicit one begins. */
    private void prependCursors(boolean begins) {
        if (this.cursors.isEmpty()) {
            return;
        }
        List<String> first = new ArrayList<>(begins ? List.of("BEGIN") : List.of());
        first.addAll(List.of(Sql.CATALOG_PATH, PLANNING));
        first.addAll(this.cursors);
        this.cursors.clear();
        this.parts.addAll(0, first.stream().map(sql -> new Part(sql, row -> {})).toList());
        if (begins) {
            add("COMMIT");
        }
    }

    private void execute(Statement statement) throws SQLException {
        boolean rows = statement.execute(this.parts.stream().map(Part::sql).collect(Collectors.joining(";\n")));
        for (Part part : this.parts) {
            if (rows) {
                read(statement, part.reader());
            }
            rows = statement.getMoreResults();
        }
    }

    private static void rollBack(Statement statement, SQLException failure) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException ex) {
            failure.addSuppressed(ex);
        }
    }

    private static void read(Statement statement, RowReader reader) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private record Part(String sql, RowReader reader) {}
}
