package io.e2e.migrations.provision;

import io.e2e.migrations.session.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops what killed processes left on an external server: databases of our role with names of ours, whose maker has no
 * session any more, that are older than {@link #YOUNG}, and that no session is in; and templates that nobody has used for
 * {@link #UNUSED}. A database that was kept for people stays for {@link #KEPT_FOR}. A session that enters a database at the
 * last moment keeps it, as it is dropped without force.
 */
final class LeftoverCleanup {

    /** Begins the comment of a database that is kept. */
    static final String KEPT = "kept by e2e-migrations: ";

    /** How long a maker whose session broke may take to come back. */
    static final Duration YOUNG = Duration.ofMinutes(1);

    static final Duration KEPT_FOR = Duration.ofDays(7);
    static final Duration UNUSED = Duration.ofDays(14);

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverCleanup.class);

    private static final String MINE = " FROM pg_database d WHERE " + Ownership.ours("d.datdba") + " AND NOT EXISTS"
            + " (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)";

    private final ExternalServer server;

    LeftoverCleanup(ExternalServer server) {
        this.server = server;
    }

    /** Runs once, in a session of its own. */
    void run() {
        try (MaintenanceSession session = this.server.newSession()) {
            for (String name : leftovers(session)) {
                drop(session, name);
            }
            for (String name : unusedTemplates(session)) {
                drop(session, name);
            }
        } catch (SQLException | RuntimeException | LinkageError ex) {
            LOG.debug("Could not look for databases that earlier runs left", ex);
        }
    }

    /** Finds the databases whose maker is dead. */
    List<String> leftovers(MaintenanceSession session) throws SQLException {
        List<String> listed = session.query("SELECT d.datname || '=' || coalesce(shobj_description(d.oid,"
                + " 'pg_database'), '')" + MINE + " AND d.datname LIKE " + Sql.literal(DatabaseNames.OWNED));
        List<String> living = session.query("SELECT application_name FROM pg_stat_activity WHERE application_name LIKE "
                + Sql.literal(ExternalServer.APPLICATION + "%"));
        return listed.stream()
                .filter(line -> isLeftover(line, living))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
    }

    private boolean isLeftover(String line, List<String> living) {
        String comment = line.substring(line.indexOf('=') + 1);
        Duration limit = comment.startsWith(KEPT) ? KEPT_FOR : YOUNG;
        return DatabaseNames.parse(line.substring(0, line.indexOf('=')))
                .filter(origin -> !living.contains(ExternalServer.APPLICATION + origin.owner()))
                .filter(origin -> origin.made().plus(limit).isBefore(this.server.now()))
                .isPresent();
    }

    /** Finds the templates that nobody has used for long; the day of the last use is their comment. */
    List<String> unusedTemplates(MaintenanceSession session) throws SQLException {
        String limit = LocalDate.ofInstant(this.server.now().minus(UNUSED), ZoneOffset.UTC)
                .toString();
        return session.query("SELECT d.datname" + MINE + " AND d.datname LIKE "
                + Sql.literal(TemplateSpec.PREFIX.replace("_", "\\_") + "%")
                + " AND shobj_description(d.oid, 'pg_database') < " + Sql.literal(limit));
    }

    private void drop(MaintenanceSession session, String name) {
        try {
            session.dropUnlessInUse(name);
            LOG.info("Dropped {}, which an earlier run left on {}", name, this.server.location());
        } catch (SQLException ex) {
            LOG.debug("{} stays", name, ex);
        }
    }
}
