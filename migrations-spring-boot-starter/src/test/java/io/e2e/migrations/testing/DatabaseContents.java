package io.e2e.migrations.testing;

import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaReader;
import java.sql.Connection;
import java.sql.SQLException;

/** What the schema public of a database contains, rows and history included, as a text that two runs have in common. */
public final class DatabaseContents {

    private static final String HISTORY =
            "SELECT concat_ws(' ', format, version, name, file, checksum, inputs, applied_by,"
                    + " (SELECT string_agg(s.name, ' ' ORDER BY s.name) FROM json_each(h.seed_data) k,"
                    + " json_object_keys(k.value) s (name))) FROM e2e_migrations.public h ORDER BY rank";

    private DatabaseContents() {}

    /** The description of the schema, and the rows of its history if there is one. */
    public static String of(SharedDatabase database) {
        boolean migrated =
                database.query("SELECT to_regclass('e2e_migrations.public')").get(0) != null;
        return schema(database) + (migrated ? String.join("\n", database.query(HISTORY)) : "");
    }

    /** The description of the schema with its rows. */
    public static String schema(SharedDatabase database) {
        try (Connection connection = database.connect()) {
            return new SchemaReader("public")
                    .read(connection, RowDetail.REPEATABLE)
                    .text();
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
