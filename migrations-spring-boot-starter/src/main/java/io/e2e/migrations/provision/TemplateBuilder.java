package io.e2e.migrations.provision;

import io.e2e.migrations.session.Sql;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a template where there is none. The template is filled under a name that only this process knows, and renamed
 * last: a template that has its name is complete, whatever happened to its builder. An advisory lock, which ends with
 * its session, keeps two processes from doing the work twice; the template does not depend on it.
 */
final class TemplateBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateBuilder.class);

    /** SQLSTATE 42P04, duplicate_database. */
    private static final String DUPLICATE_DATABASE = "42P04";

    /** "e2et" in ASCII: the first half of the lock's key. */
    private static final int CLASS_ID = 0x65326574;

    private static final String FOREIGN = "of ";

    private static final Duration POLL = Duration.ofMillis(50);

    private final DatabaseServer server;
    private final TemplateSpec spec;
    private final MaintenanceSession session;

    TemplateBuilder(DatabaseServer server, TemplateSpec spec) {
        this.server = server;
        this.spec = spec;
        this.session = server.session();
    }

    /**
     * Builds the template if it is missing, and notes that it is used.
     *
     * @return its OID, by which it can be told from another database that has its name later
     * @throws ForeignTemplateException if it belongs to another role
     */
    String ensure() throws SQLException {
        String oid;
        // An advisory lock does not keep out the threads that share this session.
        synchronized (this.session) {
            oid = find();
            if (oid.isEmpty()) {
                buildLocked();
                // Another process may have been quicker, and another role, too.
                oid = find();
            }
        }
        this.server.noteUse(this.spec.name());
        return oid;
    }

    /** The template's OID; empty if there is none. */
    String find() throws SQLException {
        List<String> found = this.session.query("SELECT CASE WHEN " + this.server.ours("d.datdba")
                + " THEN d.oid::text ELSE 'of ' || pg_get_userbyid(d.datdba) END FROM pg_database d WHERE d.datname = "
                + Sql.literal(this.spec.name()));
        String oid = found.isEmpty() ? "" : found.get(0);
        if (oid.startsWith(FOREIGN)) {
            throw new ForeignTemplateException(
                    this.spec.name(), oid.substring(FOREIGN.length()), this.server.location());
        }
        return oid;
    }

    private void buildLocked() throws SQLException {
        Deadline deadline = Deadline.in(this.spec.patience(), TimeSource.system());
        if (!lock(deadline)) {
            throw new TemplateBusyException(this.spec.name(), this.server.location(), deadline.waited());
        }
        try {
            if (find().isEmpty()) {
                build();
            }
        } finally {
            unlock();
        }
    }

    /** Waits for another process that adds to a database, but not longer than it may need: both can do it. */
    void await() throws SQLException {
        Deadline deadline = Deadline.in(this.spec.patience(), TimeSource.system());
        if (!lock(deadline)) {
            LOG.info("Another process has not finished the template {}; this one makes it, too", this.spec.name());
        }
    }

    private boolean lock(Deadline deadline) throws SQLException {
        while (!this.session.query("SELECT pg_try_advisory_lock(" + key() + ")").contains("t")) {
            if (deadline.isOver()) {
                return false;
            }
            deadline.pause(POLL);
        }
        return true;
    }

    /** Without the lock this does nothing. */
    void unlock() throws SQLException {
        this.session.execute("SELECT pg_advisory_unlock(" + key() + ")");
    }

    private String key() {
        return CLASS_ID + ", " + this.spec.name().hashCode();
    }

    private void build() throws SQLException {
        String draft = this.server.newName();
        try {
            this.session.create(draft, null, this.server.createOptions(null) + " ALLOW_CONNECTIONS false");
            complete(draft);
        } finally {
            this.server.release(draft);
        }
    }

    private void complete(String draft) throws SQLException {
        try {
            this.session.admitOwner(draft);
            this.spec.contents().fill(JdbcDatabase.of(this.server, draft, false, () -> {}));
            this.session.seal(draft);
            this.session.rename(draft, this.spec.name());
            LOG.info("Built the template {} on {}", this.spec.name(), this.server.location());
        } catch (SQLException ex) {
            drop(draft, ex);
            // Another process built it first; use that one.
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
            this.session.drop(draft);
        } catch (SQLException ex) {
            failure.addSuppressed(ex);
        }
    }
}
