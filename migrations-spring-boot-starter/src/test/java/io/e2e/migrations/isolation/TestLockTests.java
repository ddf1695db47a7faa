package io.e2e.migrations.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who waits for whom, and what ends the wait. */
@ExtendWith(OutputCaptureExtension.class)
class TestLockTests {

    private static final String ACTION = """

            Action: Run these tests one after another (@Execution(SAME_THREAD), or @ResourceLock with a common name), or\
             set e2e.migrations.isolation=context and let each test use rows of its own.""";

    private final TestLock lock = new TestLock(Isolation.METHOD, TestLock.LONGEST_WAIT);
    private Thread waiter = Thread.currentThread();

    private FutureTask<Boolean> waiting(String test) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            boolean free = this.lock.acquire(test, test, Thread.currentThread());
            this.lock.release(test, test);
            return free;
        });
        this.waiter = new Thread(task);
        this.waiter.start();
        Deadline deadline = Deadline.in(Duration.ofSeconds(30), TimeSource.system());
        while (this.waiter.getState() != Thread.State.TIMED_WAITING) {
            assertThat(deadline.isOver()).isFalse();
            deadline.pause(Duration.ofMillis(1));
        }
        return task;
    }

    @Test
    void acquireWhenAnotherTestHasTheLockWaitsAndSaysSoOnce(CapturedOutput output) throws Exception {
        this.lock.acquire("A.a", "A.a", Thread.currentThread());
        FutureTask<Boolean> b = waiting("B.b");
        FutureTask<Boolean> again = waiting("A.a");
        FutureTask<Boolean> c = waiting("C.c");
        assertThat(this.lock.isHeldBy("A.a")).isTrue();
        this.lock.release("A.a", "A.a");

        assertThat(b.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(again.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(c.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output)
                .containsOnlyOnce("B.b waits for A.a: with e2e.migrations.isolation=method, the tests of one"
                        + " application context run one after another");
        assertThat(output).doesNotContain("C.c waits");
    }

    @Test
    void releaseWhenAnotherTestHasTheLockChangesNothing() {
        this.lock.acquire("A.a", "A.a", Thread.currentThread());
        this.lock.release("B.b", "B.b");

        assertThat(this.lock.isHeldBy("A.a")).isTrue();
    }

    @Test
    void releaseWhenAPartGoesOnKeepsTheLock() {
        TestLock ofClasses = new TestLock(Isolation.CLASS, TestLock.LONGEST_WAIT);
        assertThat(ofClasses.acquire("A", "A", null)).isTrue();
        assertThat(ofClasses.acquire("A", "A.Nested", null)).isFalse();
        ofClasses.release("A", "A.Nested");
        assertThat(ofClasses.isHeldBy("A")).isTrue();
        ofClasses.release("A", "A");

        assertThat(ofClasses.isHeldBy("A")).isFalse();
    }

    @Test
    void acquireWhenTheThreadRunsAnotherTestFails() {
        this.lock.acquire("A.a", "A.a", Thread.currentThread());

        assertThatThrownBy(() -> this.lock.acquire("B.b", "B.b", Thread.currentThread()))
                .isInstanceOf(ParallelTestsException.class)
                .hasMessage(
                        "With e2e.migrations.isolation=method, the tests of one application context run one after another,"
                                + " but B.b begins on the thread of A.a, which is not over." + ACTION);
    }

    @Test
    void acquireWhenInterruptedFails() {
        this.lock.acquire("A.a", "A.a", Thread.currentThread());
        FutureTask<Boolean> task = waiting("B.b");
        this.waiter.interrupt();

        assertThatThrownBy(() -> task.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessage(
                        "With e2e.migrations.isolation=method, the tests of one application context run one after another,"
                                + " but B.b was interrupted while it waited for A.a." + ACTION);
    }

    @Test
    void acquireWhenTheOtherTestNeverEndsFails() {
        TestLock impatient = new TestLock(Isolation.CLASS, Duration.ZERO);
        impatient.acquire("A", "A", null);

        assertThatThrownBy(() -> impatient.acquire("B", "B", null))
                .hasMessage(
                        "With e2e.migrations.isolation=class, the tests of one application context run one after another,"
                                + " but B has waited 0 minutes for A, which is not over." + ACTION);
    }

    @Test
    void closeLetsEverybodyGoOn() throws Exception {
        this.lock.acquire("A.a", "A.a", Thread.currentThread());
        FutureTask<Boolean> task = waiting("B.b");
        this.lock.close();

        assertThat(task.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(this.lock.acquire("C.c", "C.c", null)).isTrue();
    }
}
