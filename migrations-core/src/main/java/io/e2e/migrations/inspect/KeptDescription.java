package io.e2e.migrations.inspect;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.RoundTrip;
import io.e2e.migrations.session.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The description of a template as text, in the template itself and so in every copy of it: the comment of the schema of
 * the history, as a comment can be of any length and can be read whether there is one or not.
 */
public final class KeptDescription {

    private KeptDescription() {}

    /** Keeps a text. */
    public static void write(DatabaseSession session, String text) {
        session.execute(List.of("COMMENT ON SCHEMA " + MigrationOptions.HISTORY_SCHEMA + " IS " + Sql.literal(text)));
    }

    /** The text that was kept; empty if there is none. */
    public static Optional<String> read(DatabaseSession session) {
        AtomicReference<Optional<String>> text = new AtomicReference<>(Optional.empty());
        String sql =
                "SELECT obj_description(to_regnamespace('" + MigrationOptions.HISTORY_SCHEMA + "'), 'pg_namespace')";
        try {
            session.run(new RoundTrip()
                    .add(Sql.CATALOG_PATH)
                    .add(sql, row -> text.set(Optional.ofNullable(row.getString(1)))));
            return text.get();
        } catch (SQLException ex) {
            throw session.queryFailed("Could not read the description of the template of ", ex);
        }
    }
}
