package io.e2e.migrations.faults;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.testing.FaultProxy;
import io.e2e.migrations.testing.FaultProxy.Direction;
import io.e2e.migrations.testing.FaultProxy.Fault;
import io.e2e.migrations.testing.FaultProxy.Harm;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wire is cut or stalls at each message, in each direction, before it or in its middle. A build has {@code LimitsTests}. */
class WireFaultTests {

    /** Mostly they wait for limits to pass. */
    private static final int AT_ONCE = 16;

    /** Short, so that a stalled wire is noticed soon; but a machine under load has to get a second connection. */
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofMinutes(1));

    @TempDir
    private static Path catalogs;

    @Tag("night")
    @ParameterizedTest
    @EnumSource
    void callAtEachMessageEndsAndARerunLeavesTheSame(Scene scene) throws Exception {
        Tally tally = new Tally("wire: " + scene.title());
        List<Callable<Void>> tries = tries(scene, tally);
        run(tries.subList(0, Math.min(Integer.getInteger("night.tries", Integer.MAX_VALUE), tries.size())));
        tally.write();
        tally.assertSound();
    }

    /** In random order. */
    private static List<Callable<Void>> tries(Scene scene, Tally tally) throws IOException {
        Undisturbed undisturbed = undisturbed(scene);
        List<Callable<Void>> tries = new ArrayList<>();
        for (Fault fault : undisturbed.faults()) {
            tries.add(() -> {
                attempt(scene, fault, undisturbed.state(), tally);
                return null;
            });
        }
        Collections.shuffle(tries, Night.random("WireFaultTests." + scene));
        return tries;
    }

    private static void run(List<Callable<Void>> tries) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (Future<Void> end : pool.invokeAll(tries)) {
                end.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Undisturbed undisturbed(Scene scene) throws IOException {
        try (SharedDatabase database = SharedDatabase.watching(TestDatabases.create());
                FaultProxy proxy = FaultProxy.to(database)) {
            scene.prepare(database, catalogs);
            callThrough(proxy, scene);
            int[] messages = {proxy.messages(Direction.TO_SERVER), proxy.messages(Direction.TO_CLIENT)};
            return new Undisturbed(messages[0], messages[1], scene.state(database, catalogs));
        }
    }

    private static void attempt(Scene scene, Fault fault, String expected, Tally tally) throws IOException {
        String point = scene + " " + fault;
        try (SharedDatabase database = SharedDatabase.watching(TestDatabases.create())) {
            scene.prepare(database, catalogs);
            try (FaultProxy proxy = FaultProxy.to(database)) {
                proxy.arm(fault);
                tally.disturbed(point, () -> callThrough(proxy, scene));
                tally.rerun(point, () -> scene.call(scene.config(catalogs), Aftermath.access(database)));
            }
            tally.rerun(point, () -> {
                tally.compare(point, "[]", Aftermath.sessions(database).toString());
                tally.compare(point, expected, scene.state(database, catalogs));
            });
        }
    }

    private static void callThrough(FaultProxy proxy, Scene scene) throws IOException {
        MigrationConfig config = scene.config(catalogs);
        scene.call(
                config.withOptions(config.options().withTimeouts(SHORT)), request -> proxy.database(SHORT.connect()));
    }

    /**
     * How a scene goes that nothing disturbs.
     *
     * @param toServer how many messages it takes
     * @param toClient how many answers it gets
     * @param state what it leaves
     */
    private record Undisturbed(int toServer, int toClient, String state) {

        /** A stall takes its limit; so it is before every second message, and in the middle of the others. */
        List<Fault> faults() {
            List<Fault> faults = new ArrayList<>();
            for (Direction direction : Direction.values()) {
                int messages = direction == Direction.TO_SERVER ? this.toServer : this.toClient;
                for (int message = 1; message <= messages; message++) {
                    faults.add(new Fault(Harm.CUT, direction, message, false));
                    faults.add(new Fault(Harm.CUT, direction, message, true));
                    faults.add(new Fault(Harm.STALL, direction, message, message % 2 == 0));
                }
            }
            return faults;
        }
    }
}
