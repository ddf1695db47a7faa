package io.e2e.migrations.foreign;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.RoundTrip;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What migrations of another tool need of the server: extensions, which are looked for before the first one runs; and
 * roles, which are made on a server of our own when a statement names one that does not exist. Not thread-safe.
 */
public final class MissingRequisites {

    private static final Logger LOG = LoggerFactory.getLogger(MissingRequisites.class);

    /** An object that does not exist, or a value of a setting that does not. */
    private static final Set<String> UNDEFINED = Set.of("42704", "22023");

    private static final Pattern OWNER =
            Pattern.compile("\\bOWNER\\s+TO\\s+(\"[^\"]+\"|[\\w$]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern DENIED = Pattern.compile("permission denied for (schema|database) (.+)");

    private static final Pattern ROLE = Pattern.compile("role \"(.+?)\" does not exist");

    private final DatabaseSession session;
    private final Set<String> made = new TreeSet<>();
    private final Set<String> granted = new HashSet<>();

    /** What this session's server has. */
    public MissingRequisites(DatabaseSession session) {
        this.session = session;
    }

    /** The role that an error of the server says to be missing. */
    public static Optional<String> role(String sqlState, String message) {
        Matcher matcher = ROLE.matcher(message);
        return UNDEFINED.contains(sqlState) && matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Looks for the extensions that migrations create.
     *
     * @throws AbsentExtensionsException if the server does not have one; it names all of them
     */
    public void requireExtensions(Collection<Migration> pending) {
        Map<String, String> absent = ForeignRun.extensions(pending);
        if (absent.isEmpty()) {
            return;
        }
        String sql =
                "SELECT name FROM pg_available_extensions WHERE name = ANY (" + Sql.textArray(absent.keySet()) + ")";
        try {
            this.session.run(new RoundTrip().add(Sql.CATALOG_PATH).add(sql, row -> absent.remove(row.getString(1))));
        } catch (SQLException ex) {
            throw this.session.queryFailed("Could not read the extensions of ", ex);
        }
        if (!absent.isEmpty()) {
            throw new AbsentExtensionsException(this.session.description(), absent);
        }
    }

    /** Makes the role that a statement lacked, once; returns whether the statement can be run again. */
    public boolean makeRole(SQLException error) {
        Optional<String> role = role(SqlStates.of(error), String.valueOf(error.getMessage()))
                .filter(name -> this.session.target().createRole(name));
        role.ifPresent(name -> LOG.info(
                "Made the role {} on {}, without a login, because a migration names it.",
                name,
                this.session.description()));
        return role.filter(this.made::add).isPresent();
    }

    /**
     * The right that the new owner of an object must have while the statement runs, on a server of our own: {@code CREATE
     * ON SCHEMA "public" TO owner}. A superuser, as which many tools run, gives objects away without (PostgreSQL manual,
     * "ALTER TABLE").
     *
     * @param sql a statement
     * @param error what the server answered
     */
    public Optional<String> ownerRight(String sql, String error) {
        Matcher owner = OWNER.matcher(sql);
        Matcher denied = DENIED.matcher(error);
        if (!owner.find() || !denied.find()) {
            return Optional.empty();
        }
        String role = owner.group(1);
        String right = "CREATE ON " + denied.group(1) + " "
                + Sql.identifier(denied.group(2).strip()) + " TO " + role;
        boolean ours = this.session
                .target()
                .createRole(role.startsWith("\"") ? role.replace("\"", "") : role.toLowerCase(Locale.ROOT));
        return Optional.of(right).filter(wanted -> ours && this.granted.add(wanted));
    }

    /** The roles that were made. */
    public Set<String> made() {
        return this.made;
    }
}
