package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ProcessesTests {

    @Test
    void isAliveWhenProcessIsAZombieIsFalse() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "only Linux shows it");
        // The shell becomes a program that never asks for its child's end.
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 0.2 & exec sleep 60").start();
        try {
            awaitUntil(() -> parent.toHandle().children().count() == 1);
            ProcessHandle child = parent.toHandle().children().findFirst().orElseThrow();

            awaitUntil(() -> !Processes.isAlive(child));
            assertThat(parent.isAlive()).isTrue();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static void awaitUntil(BooleanSupplier condition) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), TimeSource.system());
        while (!condition.getAsBoolean()) {
            assertThat(deadline.isOver()).isFalse();
            deadline.pause(Duration.ofMillis(20));
        }
    }
}
