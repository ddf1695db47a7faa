package io.e2e.migrations.provision;

import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user of a provisioner's first database adds to it, such as tables of its own, and what later provisioners begin with.
 * Thread-safe.
 */
public final class DatabaseAddition {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAddition.class);

    private final DatabaseServer server;
    private final @Nullable TemplateSpec extended;
    private final boolean present;
    private @Nullable Runnable note;

    private DatabaseAddition(DatabaseServer server, @Nullable TemplateSpec extended, boolean present) {
        this.server = server;
        this.extended = extended;
        this.present = present;
    }

    /** Looks for the template that has the addition, or waits for another process that makes it; closes the server on failure. */
    static DatabaseAddition begin(DatabaseServer server, @Nullable TemplateSpec extended) {
        try {
            return new DatabaseAddition(server, extended, extended != null && isThere(server, extended));
        } catch (SQLException ex) {
            server.close();
            throw new ProvisioningFailedException("look for the template", server.location(), ex);
        } catch (RuntimeException | Error ex) {
            server.close();
            throw ex;
        }
    }

    private static boolean isThere(DatabaseServer server, TemplateSpec extended) throws SQLException {
        if (server.has(extended)) {
            return true;
        }
        server.beginAddition(extended);
        boolean there = server.has(extended);
        if (there) {
            server.endAddition(extended);
        }
        return there;
    }

    /** Whether something may be added that is kept. */
    public boolean isKept() {
        return this.extended != null;
    }

    /** Whether the databases come with it. */
    public boolean isPresent() {
        return this.present;
    }

    /** The sessions of others in a database, for people; this library's own are about to leave it. */
    public List<String> sessionsIn(TargetDatabase database) {
        try {
            return this.server.session().sessionsIn(name(database));
        } catch (SQLException ex) {
            throw failed("look at the sessions in " + name(database), ex);
        }
    }

    /** Keeps that a new database was verified as it came, also for the template with the addition that it may become. */
    public synchronized void keepVerified(TargetDatabase made, String key, VerifiedReport report) {
        TemplateSpec wanted = this.extended;
        if (wanted != null && this.present) {
            made.keepVerified(wanted.extendedKey(key), report);
            return;
        }
        made.keepVerified(key, report);
        if (wanted != null) {
            this.note = () -> this.server.complement(made, wanted.name()).keepVerified(wanted.extendedKey(key), report);
        }
    }

    /**
     * Makes a database, as it is now, what later provisioners make copies of. All sessions must have left it.
     *
     * @throws ProvisioningFailedException if the server refuses it
     */
    public synchronized void keep(TargetDatabase model) {
        TemplateSpec wanted = Objects.requireNonNull(this.extended, "an addition has a name");
        String draft = this.server.newName();
        try {
            this.server.prepareAddition(name(model));
            this.server
                    .session()
                    .create(draft, name(model), this.server.createOptions(name(model)) + " ALLOW_CONNECTIONS false");
            this.server.session().execute(DatabaseSettings.copySql(name(model), draft));
            if (this.server.has(wanted)) {
                this.server.session().drop(draft);
            } else {
                this.server.session().rename(draft, wanted.name());
            }
            this.server.release(draft);
            this.server.noteAddition(wanted, name(model));
            if (this.note != null) {
                this.note.run();
            }
        } catch (SQLException ex) {
            throw failed("keep what was added to " + name(model), ex);
        } finally {
            giveUp();
        }
    }

    /** Lets others make the addition. */
    public void giveUp() {
        try {
            if (this.extended != null) {
                this.server.endAddition(this.extended);
            }
        } catch (SQLException ex) {
            LOG.debug("Others wait until this session ends", ex);
        }
    }

    /**
     * Replaces a database by an empty one of its name, and forgets the addition that it came with. Sessions in it are terminated.
     *
     * @throws ProvisioningFailedException if the server refuses it
     */
    public synchronized void startOver(TargetDatabase database) {
        try {
            if (this.extended != null) {
                this.server.discard(this.extended);
            }
            this.server.session().drop(name(database));
            this.server.session().create(name(database), null, this.server.createOptions(null));
        } catch (SQLException ex) {
            throw failed("replace the database " + name(database), ex);
        }
    }

    private static String name(TargetDatabase database) {
        return database.address().orElseThrow().database();
    }

    private ProvisioningFailedException failed(String action, SQLException ex) {
        return new ProvisioningFailedException(action, this.server.location(), ex);
    }
}
