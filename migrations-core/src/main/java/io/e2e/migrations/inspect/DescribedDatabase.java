package io.e2e.migrations.inspect;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.RoundTrip;
import io.e2e.migrations.session.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A schema with what its description depends on.
 *
 * @param major the major version of PostgreSQL, which prints the definitions
 * @param user the role that read it
 * @param roles those of the requested roles that exist
 * @param schema the description
 */
public record DescribedDatabase(int major, String user, Set<String> roles, SchemaDescription schema) {

    public DescribedDatabase {
        roles = Set.copyOf(roles);
    }

    /**
     * Reads a schema in one message, and rows in a second one.
     *
     * @param roles the roles to look for
     * @throws MigrationException a {@link io.e2e.migrations.session.QueryFailedException} if a query fails
     */
    public static DescribedDatabase read(
            DatabaseSession session, SchemaReader reader, RowDetail rows, Collection<String> roles) {
        AtomicReference<String> user = new AtomicReference<>("");
        Set<String> existing = new HashSet<>();
        RoundTrip message = new RoundTrip()
                .add("SELECT current_user", row -> user.set(row.getString(1)))
                .add(
                        "SELECT rolname FROM pg_roles WHERE rolname = ANY (" + Sql.textArray(roles) + ")",
                        row -> existing.add(row.getString(1)));
        Connection connection = session.connection();
        try {
            SchemaDescription schema = session.during(() -> reader.read(connection, rows, message));
            return new DescribedDatabase(
                    connection.getMetaData().getDatabaseMajorVersion(), user.get(), existing, schema);
        } catch (SQLException ex) {
            throw session.queryFailed("Could not read the schema of ", ex);
        }
    }

    /** The schemas of a database but PostgreSQL's, ours and those that an extension made; the home schema first. */
    public static List<String> schemas(DatabaseSession session, String home) {
        Set<String> schemas = new LinkedHashSet<>(List.of(home));
        try {
            session.run(new RoundTrip()
                    .add(Sql.CATALOG_PATH)
                    .add(
                            """
                    SELECT nspname FROM pg_namespace n
                     WHERE nspname !~ '^pg_' AND nspname <> ALL (%s)
                       AND NOT EXISTS (SELECT FROM pg_depend d
                                        WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
                     ORDER BY nspname""".formatted(Sql.textArray(
                                    List.of("information_schema", MigrationOptions.HISTORY_SCHEMA))),
                            row -> schemas.add(row.getString(1))));
            return List.copyOf(schemas);
        } catch (SQLException ex) {
            throw session.queryFailed("Could not read the schemas of ", ex);
        }
    }
}
