package io.e2e.migrations.template;

import io.e2e.migrations.session.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what processes left that were killed: databases of our role that are named as ours, whose maker has no
 * session any more, that are older than {@link #YOUNG}, and that nobody is in; and templates that nobody has used for
 * {@link #UNUSED}. A database that was kept for people stays for {@link #KEPT_FOR}. Each is dropped without force, so
 * somebody who enters it in the last moment keeps it.
 *
 * @param administration of the server
 */
record Reaper(Administration administration) {

    /** Begins the comment of a database that is kept. */
    static final String KEPT = "kept by e2e-migrations: ";

    /** A maker whose session broke has so long to come back. */
    static final Duration YOUNG = Duration.ofMinutes(1);

    static final Duration KEPT_FOR = Duration.ofDays(7);
    static final Duration UNUSED = Duration.ofDays(14);

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    private static final String MINE = " FROM pg_database d WHERE pg_has_role(d.datdba, 'MEMBER') AND NOT EXISTS"
            + " (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)";

    /** Looks once, and closes the session. */
    void run() {
        try (Administration session = this.administration) {
            session.facts();
            left().forEach(this::drop);
            unusedTemplates().forEach(this::drop);
        } catch (SQLException | RuntimeException | LinkageError ex) {
            LOG.debug("Databases that earlier runs left were not looked for", ex);
        }
    }

    /** Those of dead makers. */
    List<String> left() throws SQLException {
        String listed = this.administration.query("SELECT string_agg(d.datname || '=' ||"
                + " coalesce(shobj_description(d.oid, 'pg_database'), ''), chr(10))" + MINE
                + " AND d.datname LIKE " + Sql.literal(DatabaseNames.OWNED));
        String living = this.administration.query("SELECT string_agg(application_name, chr(10)) FROM pg_stat_activity"
                + " WHERE application_name LIKE " + Sql.literal(Administration.APPLICATION + "%"));
        return lines(listed)
                .filter(line -> isLeft(line, String.valueOf(living)))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
    }

    private boolean isLeft(String line, String living) {
        String comment = line.substring(line.indexOf('=') + 1);
        Duration limit = comment.startsWith(KEPT) ? KEPT_FOR : YOUNG;
        return DatabaseNames.parse(line.substring(0, line.indexOf('=')))
                .filter(origin -> !living.contains(Administration.APPLICATION + origin.owner()))
                .filter(origin -> origin.made().plus(limit).isBefore(this.administration.serverNow()))
                .isPresent();
    }

    /** Those that nobody has used for long; the day of the last use is their comment. */
    List<String> unusedTemplates() throws SQLException {
        String limit = LocalDate.ofInstant(this.administration.serverNow().minus(UNUSED), ZoneOffset.UTC)
                .toString();
        return lines(this.administration.query("SELECT string_agg(d.datname, chr(10))" + MINE + " AND d.datname LIKE "
                        + Sql.literal(DatabaseNames.TEMPLATE.replace("_", "\\_") + "%")
                        + " AND shobj_description(d.oid, 'pg_database') < " + Sql.literal(limit)))
                .toList();
    }

    private static Stream<String> lines(@Nullable String text) {
        return text == null ? Stream.empty() : text.lines();
    }

    private void drop(String name) {
        try {
            this.administration.execute("DROP DATABASE IF EXISTS " + Sql.identifier(name));
            LOG.info("Dropped {}, which an earlier run left on {}", name, this.administration.server());
        } catch (SQLException ex) {
            LOG.debug("{} stays", name, ex);
        }
    }
}
