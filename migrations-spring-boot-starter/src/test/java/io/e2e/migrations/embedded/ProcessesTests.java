package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessesTests {

    @Test
    void processThatEndedUnnoticedByItsParentIsNotAlive() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "only Linux shows it");
        // The shell becomes a program that never asks for its child's end.
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 0.2 & exec sleep 60").start();
        try {
            assertThat(SharedRun.await(() -> parent.toHandle().children().count() == 1))
                    .isTrue();
            ProcessHandle child = parent.toHandle().children().findFirst().orElseThrow();

            assertThat(SharedRun.await(() -> !Processes.isAlive(child))).isTrue();
            assertThat(parent.isAlive()).isTrue();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void markFindsItsProcessAndNoOtherOfThatNumber() {
        ProcessHandle self = ProcessHandle.current();
        String mark = Processes.mark(self);

        assertThat(Processes.of(mark)).contains(self);
        assertThat(Processes.of(mark + "0")).isEmpty();
        assertThat(Processes.of("")).isEmpty();
    }

    @Test
    void longArgumentsAreSeen() throws Exception {
        String text = "x".repeat(9000);
        Process process = new ProcessBuilder("/bin/sh", "-c", "read line", "sh", text).start();
        try {
            assertThat(SharedRun.await(
                            () -> Processes.arguments(process.toHandle()).contains(text)))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
