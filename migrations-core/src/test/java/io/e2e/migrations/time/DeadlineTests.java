package io.e2e.migrations.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTests {

    private final FixedTime time = FixedTime.at("2026-11-05T12:00:00Z");

    @Test
    void inBeginsNow() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), this.time);
        assertThat(deadline.waited()).isZero();
        assertThat(deadline.isOver()).isFalse();
    }

    @Test
    void isOverWhenLimitIsReached() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), this.time);
        this.time.sleep(Duration.ofSeconds(9));
        assertThat(deadline.isOver()).isFalse();
        this.time.sleep(Duration.ofSeconds(1));
        assertThat(deadline.isOver()).isTrue();
        assertThat(deadline.waited()).hasSeconds(10);
    }

    @Test
    void isOverWhenDateStepsDependsOnTimeThatPassed() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), this.time);
        this.time.step(Duration.ofHours(1));
        assertThat(deadline.isOver()).isFalse();
        assertThat(deadline.left()).hasSeconds(10);
        this.time.step(Duration.ofHours(-2));
        deadline.pause(Duration.ofSeconds(20));
        assertThat(deadline.isOver()).isTrue();
        assertThat(this.time.pauses()).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void againBeginsNowWithSameLimit() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), this.time);
        this.time.sleep(Duration.ofSeconds(11));

        assertThat(deadline.again()).isEqualTo(Deadline.in(Duration.ofSeconds(10), this.time));
        assertThat(deadline.isOver()).isTrue();
    }

    @Test
    void pauseLastsGivenTime() {
        Deadline.in(Duration.ofSeconds(10), this.time).pause(Duration.ofMillis(50));
        assertThat(this.time.pauses()).containsExactly(Duration.ofMillis(50));
    }

    @Test
    void pauseEndsAtDeadline() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), this.time);
        deadline.pause(Duration.ofSeconds(8));
        deadline.pause(Duration.ofSeconds(8));
        assertThat(this.time.pauses()).containsExactly(Duration.ofSeconds(8), Duration.ofSeconds(2));
    }

    @Test
    void pauseWhenDeadlineIsOverReturnsAtOnce() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(1), this.time);
        this.time.sleep(Duration.ofSeconds(2));
        deadline.pause(Duration.ofSeconds(5));
        assertThat(this.time.pauses()).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void pauseWithFixedTimeTakesNoTime() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(60), this.time);
        int polls = 0;
        while (!deadline.isOver()) {
            deadline.pause(Duration.ofMillis(50));
            polls++;
        }
        assertThat(polls).isEqualTo(1200);
    }
}
