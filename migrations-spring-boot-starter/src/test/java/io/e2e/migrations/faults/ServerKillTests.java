package io.e2e.migrations.faults;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.testing.FaultProxy;
import io.e2e.migrations.testing.FaultProxy.Direction;
import io.e2e.migrations.testing.FaultProxy.Fault;
import io.e2e.migrations.testing.FaultProxy.Harm;
import io.e2e.migrations.testing.SharedDatabase;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server is killed when a certain message passes; it recovers by itself or is started again, and a rerun is green. */
@Tag("night")
class ServerKillTests {

    private static final int KILLS = 10;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Random random = Night.random("ServerKillTests");

    @ParameterizedTest
    @EnumSource
    void applyAfterTheServerWasKilledLeavesTheSame(Victim victim) throws Exception {
        Tally tally = new Tally("server killed: " + victim.title);
        kill(victim, tally);
        tally.write();
        tally.assertSound();
    }

    private void kill(Victim victim, Tally tally) throws Exception {
        try (KilledServer server = KilledServer.start()) {
            SharedDatabase undisturbed = server.createDatabase();
            int messages;
            try (FaultProxy proxy = FaultProxy.to(undisturbed)) {
                apply(request -> proxy.database(LIMIT));
                messages = proxy.messages(Direction.TO_SERVER);
            }
            String expected = state(undisturbed);
            for (int kill = 0; kill < KILLS; kill++) {
                int message = 1 + kill * messages / KILLS + this.random.nextInt(messages / KILLS);
                Fault fault = new Fault(Harm.CUT, Direction.TO_SERVER, message, this.random.nextBoolean());
                SharedDatabase database = server.createDatabase();
                try (FaultProxy proxy = FaultProxy.to(database)) {
                    proxy.arm(fault, () -> victim.kill.accept(server));
                    tally.disturbed(fault.toString(), () -> apply(request -> proxy.database(LIMIT)));
                }
                server.awaitRecovery();
                tally.rerun(fault.toString(), () -> apply(Aftermath.access(database)));
                tally.compare(
                        fault.toString(), "[]", Aftermath.sessions(database).toString());
                tally.compare(fault.toString(), expected, state(database));
            }
        }
    }

    /** After a crash, sequences go on behind the numbers that they had logged ahead. */
    private static String state(SharedDatabase database) {
        return Aftermath.stateWithoutSequences(database);
    }

    private static void apply(DatabaseAccess access) {
        try (MigrationService service = MigrationService.open(MigrationConfig.defaults(), access)) {
            service.applyAuditMigrations();
        }
    }

    /** What is killed. */
    enum Victim {
        BACKEND("a backend, and recovered", KilledServer::killBackend),
        POSTMASTER("the postmaster, and started again", KilledServer::killPostmaster);

        private final String title;
        private final Consumer<KilledServer> kill;

        Victim(String title, Consumer<KilledServer> kill) {
            this.title = title;
            this.kill = kill;
        }
    }
}
