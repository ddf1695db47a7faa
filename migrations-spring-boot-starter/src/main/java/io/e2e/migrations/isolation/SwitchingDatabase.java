package io.e2e.migrations.isolation;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.ForwardingDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import io.e2e.migrations.provision.DatabaseAddition;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.provision.ExtensibleDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of the present test: another one after each {@link #refresh()}. A new connection leads to the present
 * database; a connection that is open stays where it is. Thread-safe.
 */
final class SwitchingDatabase implements ExtensibleDatabase, ForwardingDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchingDatabase.class);

    private final DatabaseProvisioner provisioner;
    private final DatabasePool pooled;
    private volatile CompletableFuture<PooledDatabase> current;
    private volatile @Nullable IsolatedPool pool;
    private boolean adopted;

    SwitchingDatabase(DatabaseProvisioner provisioner) {
        this.provisioner = provisioner;
        this.pooled = new DatabasePool(() -> new PooledDatabase(provisioner.next()), this::prepare);
        this.current = CompletableFuture.completedFuture(new PooledDatabase(provisioner.next()));
    }

    private void prepare(PooledDatabase made, Executor executor) {
        IsolatedPool following = this.pool;
        if (following != null) {
            made.connectAhead(executor, following.getDataSourceProperties());
        }
    }

    /** Creates the application's pool, whose connections follow this database. */
    IsolatedPool pool() {
        IsolatedPool following = new IsolatedPool(this);
        this.pool = following;
        return following;
    }

    /**
     * Makes the database as it is now the one that tests get copies of: migrations, what else fills a database when a
     * context starts, and what the application itself wrote until it was ready. Only the first call has an effect.
     */
    synchronized void adopt() {
        if (this.adopted) {
            return;
        }
        this.adopted = true;
        PooledDatabase model = now();
        CompletableFuture<PooledDatabase> next = new CompletableFuture<>();
        this.current = next;
        evict();
        try {
            this.provisioner.adopt(model.database());
            model.disconnect();
            next.complete(this.pooled.acquire());
        } catch (RuntimeException | Error ex) {
            next.completeExceptionally(ex);
            throw ex;
        }
    }

    /** Switches to a new database, unless nobody has used this one. */
    synchronized void refresh() {
        adopt();
        PooledDatabase old = now();
        if (old.isTouched()) {
            PooledDatabase next = this.pooled.acquire();
            this.current = CompletableFuture.completedFuture(next);
            evict();
            this.pooled.retire(old);
            LOG.debug("The next test gets {}", next.address());
        }
    }

    /** Keeps the present database for people. */
    String keep(String reason) {
        return this.provisioner.keep(now().database(), reason);
    }

    private void evict() {
        IsolatedPool following = this.pool;
        if (following != null) {
            following.evictAll();
        }
    }

    /** The present one; while it changes for the first time, waits until that is done. */
    private PooledDatabase now() {
        return DatabasePool.await(this.current);
    }

    private PooledDatabase touched() {
        PooledDatabase database = now();
        database.touch();
        return database;
    }

    /** For the application's pool. */
    Connection connect(Properties parameters) throws SQLException {
        return touched().connect(parameters);
    }

    /** Whether a connection of the application's pool leads to the present database, which is used from now on. */
    boolean leadsHere(Connection connection) throws SQLException {
        return touched().address().database().equals(connection.getCatalog());
    }

    @Override
    public DatabaseAddition addition() {
        return this.provisioner.addition();
    }

    @Override
    public TargetDatabase database() {
        return now().database();
    }

    @Override
    public Connection connect() throws SQLException {
        return touched().database().connect();
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.of(touched().address());
    }

    @Override
    public void keepVerified(String key, VerifiedReport report) {
        addition().keepVerified(database(), key, report);
    }

    @Override
    public void close() {
        this.pooled.close();
        if (!this.current.isCompletedExceptionally()) {
            now().disconnect();
        }
        this.provisioner.close();
    }
}
