package io.e2e.migrations.faults;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.testing.FaultProxy;
import io.e2e.migrations.testing.FaultProxy.Direction;
import io.e2e.migrations.testing.FaultProxy.Fault;
import io.e2e.migrations.testing.FaultProxy.Harm;
import io.e2e.migrations.testing.MigratingProcess;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.TestDatabases;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that applies migrations is killed when it sends a certain message. */
@Tag("night")
class ProcessKillTests {

    private static final int KILLS = 20;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void applyAfterAJvmWasKilledLeavesTheSame(boolean oneByOne) throws IOException {
        Random random = Night.random("ProcessKillTests");
        Tally tally = new Tally("JVM killed: " + (oneByOne ? "migrations one by one" : "all migrations at once"));
        int messages;
        String expected;
        try (SharedDatabase database = SharedDatabase.watching(TestDatabases.create());
                FaultProxy proxy = FaultProxy.to(database)) {
            List<MigrationListener> listeners = oneByOne ? List.of(new MigrationListener() {}) : List.of();
            try (MigrationService service = MigrationService.open(
                    MigrationConfig.defaults(),
                    request -> proxy.database(Duration.ofSeconds(10)),
                    listeners,
                    TimeSource.system())) {
                service.applyAuditMigrations();
                messages = proxy.messages(Direction.TO_SERVER);
            }
            expected = Aftermath.state(database);
        }
        for (int kill = 0; kill < KILLS; kill++) {
            int message = 1 + kill * messages / KILLS + random.nextInt(messages / KILLS);
            kill(oneByOne, new Fault(Harm.STALL, Direction.TO_SERVER, message, random.nextBoolean()), tally, expected);
        }
        tally.write();
        tally.assertSound();
    }

    private static void kill(boolean oneByOne, Fault fault, Tally tally, String expected) throws IOException {
        try (SharedDatabase database = SharedDatabase.watching(TestDatabases.create())) {
            try (MigratingProcess process = oneByOne ? MigratingProcess.startOneByOne() : MigratingProcess.start();
                    FaultProxy proxy = FaultProxy.to(database)) {
                proxy.arm(fault);
                process.begin(proxy.address());
                Deadline deadline = Deadline.in(Duration.ofSeconds(30), TimeSource.system());
                while (!proxy.isDone() && !deadline.isOver()) {
                    deadline.pause(Duration.ofMillis(5));
                }
                process.kill();
            }
            tally.killed();
            tally.rerun(fault.toString(), () -> {
                try (MigrationService service =
                        MigrationService.open(MigrationConfig.defaults(), Aftermath.access(database))) {
                    service.applyAuditMigrations();
                }
            });
            tally.compare(fault.toString(), "[]", Aftermath.sessions(database).toString());
            tally.compare(fault.toString(), expected, Aftermath.state(database));
        }
    }
}
