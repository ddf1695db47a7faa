package io.e2e.migrations.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SystemTimeSourceTests {

    private final TimeSource time = TimeSource.system();

    @Test
    void nowIsSystemClock() {
        Instant before = Instant.now();
        assertThat(this.time.now()).isBetween(before, Instant.now());
    }

    @Test
    void sleepWhenThreadIsInterruptedFailsAndKeepsFlag() {
        Thread.currentThread().interrupt();
        WaitInterruptedException error =
                catchThrowableOfType(WaitInterruptedException.class, () -> this.time.sleep(Duration.ofHours(1)));
        // Thread.interrupted() also clears the flag, so that the next test is not disturbed.
        assertThat(Thread.interrupted()).isTrue();
        assertThat(error).hasMessage("""
                        The thread was interrupted while it waited.
                        Action: Run it again; each migration is applied as a whole or not at all.""").hasCauseInstanceOf(InterruptedException.class);
    }
}
