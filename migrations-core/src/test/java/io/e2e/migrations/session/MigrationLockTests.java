package io.e2e.migrations.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.FixedTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests the wait for the lock and its log; the lock itself is tested with a real server. */
class MigrationLockTests {

    private final FixedTime time = FixedTime.at("2026-11-05T12:00:00Z");
    private final MigrationLock lock = new MigrationLock("public", this.time);
    private final Deadline deadline = this.lock.deadline(Duration.ofSeconds(60));
    private final Logger logger = (Logger) LoggerFactory.getLogger(MigrationLock.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        this.log.start();
        this.logger.setLevel(Level.INFO);
        this.logger.setAdditive(false);
        this.logger.addAppender(this.log);
    }

    @AfterEach
    void stopListening() {
        this.logger.detachAppender(this.log);
        this.logger.setLevel(null);
        this.logger.setAdditive(true);
    }

    @Test
    void waitForPollsTwentyTimesASecond() {
        waitOnce();
        waitOnce();
        assertThat(this.time.pauses()).containsExactly(Duration.ofMillis(50), Duration.ofMillis(50));
    }

    @Test
    void waitForWhenTimeIsOverFails() {
        this.time.sleep(Duration.ofSeconds(60));
        LockTimeoutException error = catchThrowableOfType(LockTimeoutException.class, this::waitOnce);
        assertThat(error)
                .hasMessageStartingWith(
                        "Another process has been migrating a database for longer than 60 s: it has just"
                                + " finished.");
    }

    @Test
    void waitForLogsHolderAtOnceAndEveryFiveSeconds() {
        while (!this.deadline.isOver()) {
            waitOnce();
        }
        assertThat(this.log.list).hasSize(12);
        assertThat(this.log.list.get(0).getFormattedMessage())
                .isEqualTo("Another process is migrating a database: it has just finished. Waited 0 s so far; the limit"
                        + " is 60 s.");
        assertThat(this.log.list.get(1).getFormattedMessage()).contains("Waited 5 s so far");
        assertThat(this.log.list.get(11).getFormattedMessage()).contains("Waited 55 s so far");
    }

    private void waitOnce() {
        this.lock.waitFor(this.lock.attempt(), this.deadline, "a database");
    }
}
