package io.e2e.migrations.isolation;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A supply that tells what was made and dropped, and that can hold drops or fail. */
final class WatchedSupply implements DatabaseSupply {

    private final DatabaseSupply supply;
    private final AtomicInteger made = new AtomicInteger();
    private final Set<String> dropped = new ConcurrentSkipListSet<>();
    private final BlockingQueue<String> drops = new LinkedBlockingQueue<>();
    private final Queue<Throwable> failuresToMake = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failuresToDrop = new ConcurrentLinkedQueue<>();
    private final Semaphore mayDrop = new Semaphore(1_000_000);

    WatchedSupply(DatabaseSupply supply) {
        this.supply = supply;
    }

    int made() {
        return this.made.get();
    }

    Set<String> dropped() {
        return this.dropped;
    }

    String awaitDrop() {
        try {
            return this.drops.take();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    void holdDrops() {
        this.mayDrop.drainPermits();
    }

    void permitDrops() {
        this.mayDrop.release(1_000_000);
    }

    /** The next database is not made. */
    void failToMake(Throwable failure) {
        this.failuresToMake.add(failure);
    }

    /** The next drop drops nothing. */
    void failToDrop(Throwable failure) {
        this.failuresToDrop.add(failure);
    }

    private static void failIfWanted(Queue<Throwable> failures) {
        Throwable failure = failures.poll();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    @Override
    public TargetDatabase next() {
        failIfWanted(this.failuresToMake);
        this.made.incrementAndGet();
        return new Watched(this.supply.next());
    }

    @Override
    public void adopt(TargetDatabase model) {
        this.supply.adopt(((Watched) model).database);
    }

    @Override
    public String keep(TargetDatabase database, String reason) {
        return this.supply.keep(((Watched) database).database, reason);
    }

    @Override
    public void close() {
        this.supply.close();
    }

    private final class Watched implements TargetDatabase {

        private final TargetDatabase database;

        Watched(TargetDatabase database) {
            this.database = database;
        }

        @Override
        public Connection connect() throws SQLException {
            return this.database.connect();
        }

        @Override
        public Optional<DatabaseAddress> address() {
            return this.database.address();
        }

        @Override
        public String description() {
            return this.database.description();
        }

        @Override
        public void close() {
            WatchedSupply.this.mayDrop.acquireUninterruptibly();
            failIfWanted(WatchedSupply.this.failuresToDrop);
            this.database.close();
            String name = this.database.address().orElseThrow().database();
            WatchedSupply.this.dropped.add(name);
            WatchedSupply.this.drops.add(name);
        }
    }
}
