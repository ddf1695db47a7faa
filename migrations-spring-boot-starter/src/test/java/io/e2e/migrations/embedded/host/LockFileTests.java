package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTests {

    private final Deadline deadline = Deadline.in(Duration.ofSeconds(60), FixedTime.at("2026-11-05T12:00:00Z"));

    @TempDir
    Path directory;

    @Test
    @SuppressWarnings("try") // the lock is held, not used
    void acquireWhenAnotherHoldsTheLockTimesOutAndSaysWhatItDoes() throws IOException {
        Path file = this.directory.resolve("lock");
        try (LockFile held = LockFile.acquire(file, "is first", this.deadline)) {
            assertThatThrownBy(() -> LockFile.acquire(file, "prepares the same cluster", this.deadline))
                    .isInstanceOf(EmbeddedTimeoutException.class)
                    .hasMessage("""
                            The embedded PostgreSQL was not ready within 60000 ms; waited for another process, which \
                            prepares the same cluster.
                            Action: Raise e2e.migrations.embedded.start-timeout if this machine is slow or busy, or if \
                            that process has many migrations to apply.""");
        }
    }
}
