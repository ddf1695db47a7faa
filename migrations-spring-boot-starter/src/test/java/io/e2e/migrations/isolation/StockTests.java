package io.e2e.migrations.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made of used databases. Pure: nothing is connected to. */
class StockTests {

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final Map<String, Integer> uses = new ConcurrentHashMap<>();
    private volatile boolean recycles = true;
    private volatile boolean breaks;
    private final Stock stock =
            new Stock(() -> fresh("made_" + this.made.incrementAndGet()), this::recycle, (a, b) -> {});

    @AfterEach
    void theContextEnds() {
        this.stock.close();
    }

    private FreshDatabase fresh(String name) {
        return new FreshDatabase(new Unconnected(name, this.closed));
    }

    private Optional<FreshDatabase> recycle(FreshDatabase used) {
        this.asked.incrementAndGet();
        if (this.breaks) {
            throw new IllegalStateException("no server");
        }
        return this.recycles ? Optional.of(fresh(used.address().database())) : Optional.empty();
    }

    private void tests(int number) {
        for (int test = 0; test < number; test++) {
            FreshDatabase database = this.stock.take();
            this.uses.merge(database.address().database(), 1, Integer::sum);
            this.stock.retire(database);
        }
    }

    @Test
    void usedOnesAreRecycledInPlaceOfMakingNewOnes() {
        tests(500);

        assertThat(this.uses.size()).isLessThan(500);
        assertThat(this.uses.values()).anyMatch(number -> number > 1);
    }

    @Test
    void afterThreeRefusalsNothingIsTriedAnyMore() {
        this.recycles = false;
        tests(500);

        assertThat(this.asked).satisfies(number -> assertThat(number.get()).isBetween(3, 4));
        assertThat(this.uses).hasSize(500);
    }

    @Test
    void whatWasRefusedIsClosed() throws InterruptedException {
        this.recycles = false;
        tests(20);

        for (int number = 0; number < 20; number++) {
            assertThat(this.closed.take()).isNotNull();
        }
    }

    @Test
    void anAttemptThatBreaksIsARefusal() throws InterruptedException {
        this.breaks = true;
        tests(20);

        for (int number = 0; number < 20; number++) {
            assertThat(this.closed.take()).isNotNull();
        }
    }

    private record Unconnected(String name, BlockingQueue<String> closed) implements TargetDatabase {

        @Override
        public Connection connect() throws SQLException {
            throw new SQLException("there is no server behind " + this.name);
        }

        @Override
        public Optional<DatabaseAddress> address() {
            return Optional.of(new DatabaseAddress("localhost", 1, this.name, "user", new Secret("password")));
        }

        @Override
        public String description() {
            return this.name;
        }

        @Override
        public void close() {
            this.closed.add(this.name);
        }
    }
}
