package io.e2e.migrations.template;

import io.e2e.migrations.session.Sql;
import io.e2e.migrations.time.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a template is there. It is filled under a name that only this process knows, and gets its own name last:
 * a template that has its name is whole, whatever happened to whoever built it. An advisory lock, which goes with the
 * session, keeps two processes from doing the work twice; it is not what keeps the template whole.
 *
 * @param administration of the server
 * @param order what is wanted
 */
record TemplateBuild(Administration administration, TemplateOrder order) {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateBuild.class);

    /** SQLSTATE 42P04, duplicate_database. */
    private static final String DUPLICATE_DATABASE = "42P04";

    /** "e2et" in ASCII: the first half of the lock's key. */
    private static final int CLASS_ID = 0x65326574;

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LEAVE = Duration.ofSeconds(2);

    /** Builds it if it is missing, and notes that it is used. */
    void ensure() throws SQLException {
        if (!exists()) {
            String key = CLASS_ID + ", " + this.order.name().hashCode();
            lock(key);
            try {
                if (!exists()) {
                    build();
                }
            } finally {
                this.administration.execute("SELECT pg_advisory_unlock(" + key + ")");
            }
        }
        noteUse();
    }

    private boolean exists() throws SQLException {
        return this.administration.query("SELECT 1 FROM pg_database WHERE datname = " + Sql.literal(this.order.name()))
                != null;
    }

    private void lock(String key) throws SQLException {
        Deadline deadline = Deadline.in(this.order.patience(), this.administration.time());
        while (!"t".equals(this.administration.query("SELECT pg_try_advisory_lock(" + key + ")"))) {
            if (deadline.isOver()) {
                throw new TemplateBusyException(this.order.name(), this.administration.server(), deadline.waited());
            }
            deadline.pause(POLL);
        }
    }

    private void build() throws SQLException {
        String draft = this.administration.newName();
        this.administration.executeWhenFree("CREATE DATABASE " + Sql.identifier(draft));
        try {
            this.order.contents().fill(new ServerDatabase(this.administration.login(), draft, false, name -> {}));
            if (this.administration.isStillInUse(draft, LEAVE)) {
                LOG.warn("Ending sessions that are left in the new template {}", this.order.name());
            }
            this.administration.close(draft);
            this.administration.executeWhenFree(
                    "ALTER DATABASE " + Sql.identifier(draft) + " RENAME TO " + Sql.identifier(this.order.name()));
            LOG.info("Built the template {} on {}", this.order.name(), this.administration.server());
        } catch (SQLException ex) {
            drop(draft, ex);
            // Somebody who locks elsewhere was quicker; his is as good.
            if (!DUPLICATE_DATABASE.equals(ex.getSQLState())) {
                throw ex;
            }
        } catch (RuntimeException | Error ex) {
            drop(draft, ex);
            throw ex;
        }
    }

    private void drop(String draft, Throwable failure) {
        try {
            this.administration.execute("DROP DATABASE IF EXISTS " + Sql.identifier(draft) + " WITH (FORCE)");
        } catch (SQLException ex) {
            failure.addSuppressed(ex);
        }
    }

    /** The comment of a template is the day of its last use, which keeps it from being cleared away. */
    private void noteUse() throws SQLException {
        String today = LocalDate.ofInstant(this.administration.serverNow(), ZoneOffset.UTC)
                .toString();
        String noted = this.administration.query("SELECT shobj_description(oid, 'pg_database') FROM pg_database"
                + " WHERE datname = " + Sql.literal(this.order.name()));
        if (!today.equals(noted)) {
            this.administration.execute(
                    "COMMENT ON DATABASE " + Sql.identifier(this.order.name()) + " IS " + Sql.literal(today));
        }
    }
}
