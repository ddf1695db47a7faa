package io.e2e.migrations.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorGroupTests {

    @Test
    void ticksOfTheProcessAndItsChildrenAreAdded() {
        String line = "4711 (a (odd) name) S 1 4711 4711 0 -1 4194560 100 200 0 0 150 25 300 50 20 0 12 0 999";

        assertThat(ProcessorGroup.ticks(line)).isEqualTo(5_250_000_000L);
    }

    @Test
    void timeOfAGroupIsReadFromItsFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("cpu.stat"), "usage_usec 209450\nuser_usec 200000\n");

        assertThat(ProcessorGroup.microseconds(file)).isEqualTo(209_450);
    }
}
