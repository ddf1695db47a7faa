package io.e2e.migrations.isolation;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database that tests have at the moment: another one after each {@link #refresh()}. Whoever holds this object follows;
 * whoever holds a connection stays where it is. Thread-safe.
 */
final class RotatingDatabase implements TargetDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(RotatingDatabase.class);

    /** How long the application may keep a connection while its database becomes the model of the others. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DatabaseSupply supply;
    private final Stock stock;
    private volatile CompletableFuture<FreshDatabase> current;
    private volatile @Nullable IsolatedPool pool;
    private boolean adopted;

    RotatingDatabase(DatabaseSupply supply) {
        this.supply = supply;
        this.stock = new Stock(() -> new FreshDatabase(supply.next()), this::prepare);
        this.current = CompletableFuture.completedFuture(new FreshDatabase(supply.next()));
    }

    private void prepare(FreshDatabase made, Executor executor) {
        IsolatedPool following = this.pool;
        if (following != null) {
            made.connectAhead(executor, following.getDataSourceProperties());
        }
    }

    /** The pool of the application's that follows this database. */
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
        FreshDatabase model = now();
        CompletableFuture<FreshDatabase> next = new CompletableFuture<>();
        this.current = next;
        evict();
        try {
            model.awaitQuiet(Deadline.in(PATIENCE, TimeSource.system()));
            this.supply.adopt(model.database());
            model.disconnect();
            next.complete(this.stock.take());
        } catch (RuntimeException | Error ex) {
            next.completeExceptionally(ex);
            throw ex;
        }
    }

    /** Goes on to a new database, unless nobody has looked at this one. */
    synchronized void refresh() {
        adopt();
        FreshDatabase old = now();
        if (old.isTouched()) {
            FreshDatabase next = this.stock.take();
            this.current = CompletableFuture.completedFuture(next);
            evict();
            this.stock.retire(old);
            LOG.debug("The next test gets {}", next.address());
        }
    }

    /** Leaves the present database behind for people to look at. */
    String keep(String reason) {
        return this.supply.keep(now().database(), reason);
    }

    private void evict() {
        IsolatedPool following = this.pool;
        if (following != null) {
            following.evictAll();
        }
    }

    /** The present one; while it changes for the first time, waits until that is done. */
    private FreshDatabase now() {
        try {
            return this.current.join();
        } catch (CompletionException ex) {
            if (ex.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw ex;
        }
    }

    private FreshDatabase touched() {
        FreshDatabase database = now();
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
    public Connection connect() throws SQLException {
        return touched().database().connect();
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.of(touched().address());
    }

    @Override
    public String description() {
        return now().database().description();
    }

    @Override
    public boolean isCopyOfTemplate() {
        return now().database().isCopyOfTemplate();
    }

    @Override
    public void close() {
        this.stock.close();
        if (!this.current.isCompletedExceptionally()) {
            now().disconnect();
        }
        this.supply.close();
    }
}
