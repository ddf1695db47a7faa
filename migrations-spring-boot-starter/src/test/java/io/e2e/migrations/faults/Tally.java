package io.e2e.migrations.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of the tries of a scene: a line of the table in {@code docs/reliability.md}. Thread-safe. */
public final class Tally {

    private final String scene;
    private final List<String> foreign = new ArrayList<>();
    private final List<String> different = new ArrayList<>();
    private int tries;
    private int refused;
    private Duration longest = Duration.ZERO;

    public Tally(String scene) {
        this.scene = scene;
    }

    /** Runs what is disturbed. It may end with an exception of ours that asks for another run. */
    void disturbed(String point, Call call) {
        long begin = System.nanoTime();
        @Nullable Throwable failure = failureOf(call);
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        synchronized (this) {
            this.tries++;
            this.longest = taken.compareTo(this.longest) > 0 ? taken : this.longest;
            if (failure instanceof MigrationException) {
                this.refused++;
            } else if (failure != null) {
                this.foreign.add(point + ": " + failure);
            }
        }
    }

    /** Notes a run that could not end, because its process was killed. */
    public synchronized void killed() {
        this.tries++;
        this.refused++;
    }

    /** Runs what must succeed now. */
    void rerun(String point, Call call) {
        @Nullable Throwable failure = failureOf(call);
        if (failure != null) {
            differ(point + ": the rerun fails: " + failure);
        }
    }

    /** Compares end states, line by line. */
    void compare(String point, String expected, String actual) {
        if (!expected.equals(actual)) {
            List<String> lines = Arrays.asList(actual.split("\n"));
            List<String> wanted = Arrays.asList(expected.split("\n"));
            differ(point + ": missing "
                    + wanted.stream().filter(line -> !lines.contains(line)).toList() + ", found "
                    + lines.stream().filter(line -> !wanted.contains(line)).toList());
        }
    }

    /** Notes a difference. */
    synchronized void differ(String what) {
        this.different.add(what);
    }

    /** Writes the line into the table. */
    public void write() {
        Night.write(this.scene, line());
    }

    private synchronized String line() {
        return String.format(
                Locale.ROOT,
                "%,d | %,d | %,d | %d | %d | %.1f s",
                this.tries,
                this.tries - this.refused - this.foreign.size(),
                this.refused,
                this.different.size(),
                this.foreign.size(),
                this.longest.toMillis() / 1000.0);
    }

    /** Fails unless every end state is the undisturbed one, and every error is one of ours. */
    synchronized void assertSound() {
        assertThat(this.foreign).as("foreign errors of " + this.scene).isEmpty();
        assertThat(this.different).as("different end states of " + this.scene).isEmpty();
    }

    private static @Nullable Throwable failureOf(Call call) {
        try {
            call.run();
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    /** What is run. */
    @FunctionalInterface
    interface Call {

        void run() throws Exception;
    }
}
