package io.e2e.migrations.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockTests {

    private final SharedDatabase database = SharedDatabase.create();
    private final MigrationOptions options = MigrationOptions.defaults();

    @Test
    void theWaiterSaysWhomItWaitedFor() {
        FixedTime time = FixedTime.at("2026-11-22T10:00:00Z");
        try (DatabaseSession holder = DatabaseSession.open(this.database, this.options, TimeSource.system());
                DatabaseSession waiter = DatabaseSession.open(this.database, this.options, time)) {
            holder.lockAndRead(List.of(), List.of());

            LockTimeoutException failure =
                    catchThrowableOfType(LockTimeoutException.class, () -> waiter.lockAndRead(List.of(), List.of()));

            assertThat(failure)
                    .hasMessageStartingWith(
                            "Another process has been migrating the shared database for longer than 60 s: backend ")
                    .hasMessageContaining("role slm_user, e2e-migrations pid "
                            + ProcessHandle.current().pid() + ", from 127.0.0.1");
            assertThat(time.pauses().stream().reduce(Duration.ZERO, Duration::plus))
                    .isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void anotherLimitIsRespected() {
        FixedTime time = FixedTime.at("2026-11-22T10:00:00Z");
        MigrationOptions impatient =
                this.options.withTimeouts(this.options.timeouts().withLock(Duration.ofSeconds(2)));
        try (DatabaseSession holder = DatabaseSession.open(this.database, this.options, TimeSource.system());
                DatabaseSession waiter = DatabaseSession.open(this.database, impatient, time)) {
            holder.lockAndRead(List.of(), List.of());

            LockTimeoutException failure =
                    catchThrowableOfType(LockTimeoutException.class, () -> waiter.lockAndRead(List.of(), List.of()));

            assertThat(failure).hasMessageContaining("for longer than 2 s");
        }
    }

    @Test
    void aClosedSessionGivesTheLockBack() {
        try (DatabaseSession first = DatabaseSession.open(this.database, this.options, TimeSource.system())) {
            first.lockAndRead(List.of(), List.of());
        }
        try (DatabaseSession second = DatabaseSession.open(this.database, this.options, TimeSource.system())) {
            assertThat(second.lockAndRead(List.of(), List.of()).history()).isEmpty();
        }
    }

    @Test
    void anotherSchemaHasAnotherLock() {
        try (DatabaseSession one = DatabaseSession.open(this.database, this.options, TimeSource.system());
                DatabaseSession other = DatabaseSession.open(
                        this.database, this.options.withSchema("other"), FixedTime.at("2026-11-22T10:00:00Z"))) {
            one.lockAndRead(List.of(), List.of());

            assertThat(other.lockAndRead(List.of(), List.of()).history()).isEmpty();
        }
    }
}
