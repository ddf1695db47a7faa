package io.e2e.migrations.testing;

import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Runs SQL in a connection of its own, or in one that is open, whose errors are the driver's. */
public final class Sql {

    private Sql() {}

    /** Runs statements as the database's owner. */
    public static void execute(TargetDatabase database, String... statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Returns the first column of a query's first row, as text. */
    public static String value(TargetDatabase database, String sql) {
        return row(database, sql).get(0);
    }

    /** Returns the first column of a query's first row, as text. */
    public static String value(Connection connection, String sql) throws SQLException {
        return rows(connection, sql).get(0).get(0);
    }

    /** Returns a query's first row, as text. */
    public static List<String> row(TargetDatabase database, String sql) {
        return rows(database, sql).get(0);
    }

    /** Returns the first column of a query's rows, as text. */
    public static List<String> column(TargetDatabase database, String sql) {
        return firstOfEach(rows(database, sql));
    }

    /** Returns the first column of a query's rows, as text. */
    public static List<String> column(Connection connection, String sql) throws SQLException {
        return firstOfEach(rows(connection, sql));
    }

    private static List<String> firstOfEach(List<List<String>> rows) {
        List<String> column = new ArrayList<>();
        rows.forEach(row -> column.add(row.get(0)));
        return column;
    }

    private static List<List<String>> rows(TargetDatabase database, String sql) {
        try (Connection connection = database.connect()) {
            return rows(connection, sql);
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static List<List<String>> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
