package io.e2e.migrations.faults;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.testing.FaultProxy;
import io.e2e.migrations.testing.FaultProxy.Direction;
import io.e2e.migrations.testing.FaultProxy.Fault;
import io.e2e.migrations.testing.FaultProxy.Harm;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many appliers of one database at once; the wires of some are cut meanwhile. */
@Tag("night")
class RacingAppliersTests {

    private static final int ROUNDS = 10;
    private static final int APPLIERS = 16;
    private static final int MESSAGES = 200;

    private final Random random = Night.random("RacingAppliersTests");
    private final Tally tally = new Tally("race: 16 appliers, some of them cut");

    @Test
    void applyWhenManyBeginAtOnceLeavesWhatOneLeaves() throws Exception {
        String expected;
        try (SharedDatabase alone = SharedDatabase.watching(TestDatabases.create())) {
            apply(alone);
            expected = Aftermath.state(alone);
        }
        ExecutorService pool = Executors.newFixedThreadPool(APPLIERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                race(pool, "round " + round, expected);
            }
        } finally {
            pool.shutdownNow();
        }
        this.tally.write();
        this.tally.assertSound();
    }

    private void race(ExecutorService pool, String round, String expected) throws Exception {
        try (SharedDatabase database = SharedDatabase.watching(TestDatabases.create())) {
            CyclicBarrier start = new CyclicBarrier(APPLIERS);
            List<Future<?>> ends = new ArrayList<>();
            for (int applier = 0; applier < APPLIERS; applier++) {
                Direction direction = this.random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
                Fault fault =
                        new Fault(Harm.CUT, direction, 1 + this.random.nextInt(MESSAGES), this.random.nextBoolean());
                boolean cut = this.random.nextInt(4) == 0;
                ends.add(pool.submit(() -> {
                    try (FaultProxy proxy = FaultProxy.to(database)) {
                        proxy.arm(cut ? fault : null);
                        start.await();
                        this.tally.disturbed(round + " " + fault, () -> applyThrough(proxy));
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            this.tally.rerun(round, () -> apply(database));
            this.tally.compare(round, "[]", Aftermath.sessions(database).toString());
            this.tally.compare(round, expected, Aftermath.state(database));
        }
    }

    private static void applyThrough(FaultProxy proxy) {
        try (MigrationService service =
                MigrationService.open(MigrationConfig.defaults(), request -> proxy.database(Duration.ofSeconds(10)))) {
            service.applyMigrations();
        }
    }

    private static void apply(SharedDatabase database) {
        try (MigrationService service = MigrationService.open(MigrationConfig.defaults(), Aftermath.access(database))) {
            service.applyMigrations();
        }
    }
}
