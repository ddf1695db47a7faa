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

    private final List<Part> parts = new ArrayList<>();

    /** Adds a statement whose rows are ignored. */
    public RoundTrip add(String sql) {
        return add(sql, row -> {});
    }

    /** Adds a statement whose rows are passed to the reader. */
    public RoundTrip add(String sql, RowReader reader) {
        this.parts.add(new Part(sql, reader));
        return this;
    }

    /** Sends the message; in autocommit mode, it is one implicit transaction. */
    public void run(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            run(statement);
        }
    }

    /** Sends the message with this statement. */
    public void run(Statement statement) throws SQLException {
        statement.setEscapeProcessing(false);
        boolean rows = statement.execute(this.parts.stream().map(Part::sql).collect(Collectors.joining(";\n")));
        for (Part part : this.parts) {
            if (rows) {
                read(statement, part.reader());
            }
            rows = statement.getMoreResults();
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
