package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.faults.Night;
import io.e2e.migrations.faults.Tally;
import io.e2e.migrations.testing.ChildJvm;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** JVMs that are killed at any moment while they fill a cache, copy from it, and start or end servers. */
@Tag("clusters")
class EmbeddedKillTests {

    private static final int ROUNDS = 2;
    private static final int ROUNDS_OF_A_NIGHT = 25;
    private static final int AT_ONCE = 4;
    private static final int TEMPLATES = 2;

    private final Random random = Night.random("EmbeddedKillTests");
    private final Tally tally = new Tally("JVM killed: start of an embedded server");

    @Test
    void openAfterJvmsOrServersWereKilledSucceedsAndLeavesNothing() throws Exception {
        kill(ROUNDS);
    }

    @Tag("night")
    @Test
    void openAfterManyJvmsOrServersWereKilledSucceedsAndLeavesNothing() throws Exception {
        kill(ROUNDS_OF_A_NIGHT);
        this.tally.write();
    }

    private void kill(int rounds) throws Exception {
        try (RunDirectory run = RunDirectory.create();
                TestCache cache = TestCache.create()) {
            Duration whole = timeOfAWholeRun(run, cache);
            for (int round = 0; round < rounds; round++) {
                killSome(run, cache, whole);
            }
            for (int template = 0; template < TEMPLATES; template++) {
                succeed(run.child(options(cache, template)));
            }
            assertThat(run.servers()).isEmpty();
        }
    }

    private void succeed(ChildJvm child) throws IOException {
        try (child) {
            assertThat(child.report()).startsWith("slm_user0 embedded PostgreSQL 18.6 at 127.0.0.1:");
        }
    }

    private Duration timeOfAWholeRun(RunDirectory run, TestCache cache) throws IOException {
        Deadline clock = Deadline.in(Duration.ofMinutes(2), TimeSource.system());
        try (ChildJvm child = run.child(options(cache, TEMPLATES))) {
            child.report();
            return clock.waited();
        }
    }

    /** Starts some at once and kills each at a moment of its own. */
    private void killSome(RunDirectory run, TestCache cache, Duration whole) throws IOException {
        List<ChildJvm> children = new ArrayList<>();
        for (int number = 0; number < AT_ONCE; number++) {
            children.add(run.child(options(cache, this.random.nextInt(TEMPLATES))));
        }
        Duration step = whole.multipliedBy(2).dividedBy(AT_ONCE);
        for (ChildJvm child : children) {
            TimeSource.system().sleep(Duration.ofNanos(this.random.nextLong(step.toNanos())));
            child.kill();
            this.tally.killed();
        }
    }

    private static String[] options(TestCache cache, int template) {
        return new String[] {"-Dcache=" + cache.directory(), "-Dtemplate=" + template};
    }
}
